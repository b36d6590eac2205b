import { describe, expect, it } from "vitest";
import { joinPages } from "./join-pages.ts";

const rowsOf = (ids: string) => [...ids].map((generationId) => ({ generationId }));
const idsOf = (page: ReturnType<typeof joinPages>) => page.rows.map((row) => row.generationId).join("");

describe("a page of several parts", () => {
	it("is whole and the last one where every part is", () => {
		const page = joinPages(
			[
				{ rows: rowsOf("fda"), completeFrom: undefined },
				{ rows: rowsOf("ecb"), completeFrom: undefined },
			],
			6,
		);
		expect(idsOf(page)).toBe("fedcba");
		expect(page.next).toBeUndefined();
	});

	it("has no more than its limit, and says where it goes on", () => {
		const page = joinPages(
			[
				{ rows: rowsOf("fd"), completeFrom: "d" },
				{ rows: rowsOf("ec"), completeFrom: "c" },
			],
			2,
		);
		expect(idsOf(page)).toBe("fe");
		expect(page.next).toBe("e");
	});

	it("ends where the first of its parts is no longer complete", () => {
		const page = joinPages(
			[
				{ rows: rowsOf("f"), completeFrom: "d" },
				{ rows: rowsOf("ea"), completeFrom: undefined },
			],
			5,
		);
		expect(idsOf(page)).toBe("fe");
		expect(page.next).toBe("d");
	});

	it("may be empty and still go on", () => {
		expect(joinPages([{ rows: [], completeFrom: "c" }], 5)).toEqual({ rows: [], next: "c" });
	});
});
