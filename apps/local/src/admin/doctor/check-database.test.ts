import { describe, expect, it } from "vitest";
import { checkClock, checkSchema } from "./check-database.ts";

describe("checkClock", () => {
	it.each([
		[0, "ok"],
		[-1_999, "ok"],
		[2_000, "warning"],
		[-29_000, "warning"],
		[30_000, "broken"],
		[-3_600_000, "broken"],
	])("finds a skew of %i ms %s", (skew, status) => {
		expect(checkClock(skew).status).toBe(status);
	});

	it("says in which direction", () => {
		expect(checkClock(-5_000).detail).toContain("5000 ms behind");
		expect(checkClock(5_000).detail).toContain("5000 ms ahead");
	});
});

describe("checkSchema", () => {
	it("is content with all migrations applied, and with some that the next start applies", () => {
		expect(checkSchema({ applied: 3, pending: 0, unknown: 0 }).status).toBe("ok");
		expect(checkSchema({ applied: 1, pending: 2, unknown: 0 })).toMatchObject({ status: "warning" });
	});

	it("finds a database that a newer release has been at broken", () => {
		expect(checkSchema({ applied: 3, pending: 0, unknown: 1 }).status).toBe("broken");
	});
});
