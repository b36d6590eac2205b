import { afterAll, describe, expect, it } from "vitest";
import { openTestBook } from "../testing/open-test-book.fixture.ts";
import { inReport, ReportTooLong } from "./in-report.ts";

const world = await openTestBook("in_report", 1);
afterAll(() => world.close());

describe("a report", () => {
	it("is ended when it takes too long, and leaves its connection as it was", async () => {
		await expect(inReport(world.sql, (tx) => tx`select pg_sleep(30)`, 50)).rejects.toThrow(ReportTooLong);
		const [after] = await world.sql`show statement_timeout`;
		expect(after).toEqual({ statement_timeout: "0" });
	});

	it("writes nothing", async () => {
		await expect(inReport(world.sql, (tx) => tx`delete from recall`)).rejects.toThrow(/read-only/);
	});
});
