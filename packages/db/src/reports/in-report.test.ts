import { afterAll, describe, expect, it } from "vitest";
import { openTestBook } from "../testing/open-test-book.fixture.ts";
import { inReport, ReportTooLong } from "./in-report.ts";

const world = await openTestBook("in_report", 1);
afterAll(() => world.close());

describe("a report", () => {
	it("is ended when it takes too long, and leaves its connection as it was", async () => {
		await expect(inReport(world.sql, "org", (tx) => tx`select pg_sleep(30)`, 50)).rejects.toThrow(ReportTooLong);
		const [after] = await world.sql`show statement_timeout`;
		expect(after).toEqual({ statement_timeout: "0" });
	});

	it("sees its own organisation's rows alone, though it asks for all", async () => {
		const [mine] = [await world.open(5n), await world.open(7n)];
		const rows = await inReport(world.sql, mine.organisationId, (tx) => tx`select id from organisation`);
		expect(rows).toEqual([{ id: mine.organisationId }]);
		expect(await inReport(world.sql, "nobody", (tx) => tx`select id from organisation`)).toEqual([]);
	});

	it("writes nothing", async () => {
		await expect(inReport(world.sql, "org", (tx) => tx`update project set name = 'x'`)).rejects.toThrow(/read-only/);
	});
});
