import { describe, expect, it } from "vitest";
import type { CallRecord } from "../load/call-record.ts";
import { compareCallers, compareUpstream, countBrokenOff } from "./compare-callers.ts";
import type { Count } from "./count.ts";
import type { BookedUsage } from "./read-book.ts";

const call: CallRecord = {
	kind: "echo",
	keyId: "key_1",
	accountId: "acc_1",
	plenty: false,
	generationId: "g1",
	status: 200,
	ending: "completed",
	code: "",
	costNanoUsd: 10n,
};
const booked: BookedUsage = {
	generationId: "g1",
	accountId: "acc_1",
	keyId: "key_1",
	status: "completed",
	estimated: false,
	provider: "openai",
	upstreamId: "u1",
	usage: { input: 3, cache_read: 2, output: 4, reasoning: 1 },
	hold: 20n,
	charge: 10n,
	posted: 10n,
};
const book = (...of: BookedUsage[]) => Map.groupBy(of, (one) => one.generationId);
const found = (counts: readonly Count[]) =>
	Object.fromEntries(counts.filter((count) => count.value !== 0).map((count) => [count.name, count.value]));

describe("callers against the book", () => {
	it("find nothing where every completed answer was debited as told", () => {
		expect(found(compareCallers([call], book(booked)))).toEqual({});
	});

	it("find a completed answer that is not in the book, or not posted", () => {
		const name = "answers told their cost, or completed, without a debit";
		expect(found(compareCallers([call], book()))).toEqual({ [name]: 1 });
		const waiting = { ...booked, posted: undefined };
		expect(found(compareCallers([call], book(waiting)))).toEqual({ [name]: 1 });
	});

	it("find the same of one that was told its cost and then lost its caller, to the nano-dollar", () => {
		for (const ending of ["left", "broken"] as const) {
			const gone = { ...call, ending };
			expect(found(compareCallers([gone], book()))).toEqual({
				"answers told their cost, or completed, without a debit": 1,
			});
			expect(found(compareCallers([gone], book({ ...booked, posted: 9n })))).toEqual({
				"debits that are not the cost told": 1,
			});
		}
	});

	it("find a debit that is not what was told, by one nano-dollar", () => {
		const wrong = { ...booked, posted: 11n };
		expect(found(compareCallers([call], book(wrong)))).toEqual({ "debits that are not the cost told": 1 });
	});

	it("find an answer that told no cost, and one recorded as aborted", () => {
		const untold = { ...call, costNanoUsd: undefined };
		expect(found(compareCallers([untold], book(booked)))).toEqual({ "completed answers that told no cost": 1 });
		const aborted = { ...booked, status: "aborted" };
		expect(found(compareCallers([call], book(aborted)))).toEqual({
			"completed answers recorded as something else": 1,
		});
	});

	it("find a debit for a refusal or for an error in the stream", () => {
		const name = "debits for errors and failed answers";
		for (const ending of ["refused", "failed_in_band"] as const) {
			const failed = { ...call, ending, status: ending === "refused" ? 503 : 200, costNanoUsd: undefined };
			expect(found(compareCallers([failed], book(booked)))).toEqual({ [name]: 1 });
			expect(found(compareCallers([failed], book({ ...booked, posted: 0n })))).toEqual({});
		}
	});

	it("find a generation that is there twice", () => {
		expect(found(compareCallers([call], book(booked, booked)))).toEqual({ "generations recorded twice": 1 });
		expect(found(compareCallers([call, call], book(booked)))).toEqual({ "ids given to two calls": 1 });
	});

	it("find a 401, a 500 and a call without an end, but let a 402 pass", () => {
		const refused = (status: number): CallRecord => ({
			...call,
			ending: "refused",
			status,
			costNanoUsd: undefined,
			generationId: `g${status}`,
		});
		const calls = [refused(401), refused(500), refused(402)];
		expect(found(compareCallers(calls, book()))).toEqual({ "refusals nobody should see": 2 });
		expect(found(compareCallers([{ ...call, ending: "hung" }], book(booked)))).toEqual({ "calls that never ended": 1 });
		const unfinished = { ...call, ending: "unfinished" } as const;
		expect(found(compareCallers([unfinished], book(booked)))).toEqual({ "answers that ended without their end": 1 });
	});

	it("find a 402 for who has plenty", () => {
		const refused = { ...call, ending: "refused", status: 402, costNanoUsd: undefined, plenty: true } as const;
		expect(found(compareCallers([refused], book()))).toEqual({ "refusals nobody should see": 1 });
	});

	it("find a debit of somebody else", () => {
		for (const payer of [{ keyId: "key_2" }, { accountId: "acc_2" }]) {
			expect(found(compareCallers([call], book({ ...booked, ...payer })))).toEqual({
				"debits of another key or account": 1,
			});
		}
	});

	it("find a generation that is nobody's: one more than calls of its key that heard no id", () => {
		const other = (generationId: string, keyId = "key_1") => ({ ...booked, generationId, keyId });
		const unheard: CallRecord = { ...call, ending: "broken", generationId: undefined, costNanoUsd: undefined };
		expect(found(compareCallers([call, unheard], book(booked, other("g2"))))).toEqual({});
		const name = "generations nobody asked for";
		expect(found(compareCallers([call, unheard], book(booked, other("g2"), other("g3"))))).toEqual({ [name]: 1 });
		expect(found(compareCallers([call, unheard], book(booked, other("g2", "key_2"))))).toEqual({ [name]: 1 });
		const unreachable: CallRecord = { ...unheard, ending: "unreachable" };
		expect(found(compareCallers([call, unreachable], book(booked, other("g2"))))).toEqual({ [name]: 1 });
	});

	it("owe nothing to a call that was left or broke before it was told its cost", () => {
		for (const ending of ["left", "broken", "unreachable"] as const) {
			expect(found(compareCallers([{ ...call, ending, costNanoUsd: undefined }], book()))).toEqual({});
		}
	});

	it("find a call that lost its connection where nothing was killed that could lose it", () => {
		const calls = (["completed", "left", "broken", "unreachable"] as const).map((ending) => ({ ...call, ending }));
		expect(countBrokenOff(calls).value).toBe(2);
	});
});

describe("the upstream against the book", () => {
	const served = new Map([["u1", { promptTokens: 5, completionTokens: 5, ended: true }]]);

	it("agrees when all its tokens are in the record, whatever their class", () => {
		expect(found(compareUpstream(served, book(booked)))).toEqual({});
	});

	it("sees one token too many, and an answer it never gave", () => {
		const more = { ...booked, usage: { input: 6, output: 5 } };
		const name = "usage that is not what the upstream counted";
		expect(found(compareUpstream(served, book(more)))).toEqual({ [name]: 1 });
		expect(found(compareUpstream(served, book({ ...booked, upstreamId: "u2" })))).toEqual({ [name]: 1 });
	});

	it("forgives an estimate only where its own count never came", () => {
		const estimated = { ...booked, estimated: true, usage: { input: 50, output: 5 } };
		const died = new Map([["u1", { promptTokens: 5, completionTokens: 5, ended: false }]]);
		expect(found(compareUpstream(died, book(estimated)))).toEqual({});
		expect(found(compareUpstream(served, book(estimated)))).toEqual({
			"usage that is not what the upstream counted": 1,
		});
	});

	it("sees one answer of its own debited twice, as whatever", () => {
		for (const status of ["completed", "aborted"]) {
			const again = { ...booked, generationId: "g2", status };
			expect(found(compareUpstream(served, book(booked, again)))).toEqual({ "upstream answers debited twice": 1 });
		}
	});

	it("takes its word for an answer that its caller left, and more than it ever sent for no estimate", () => {
		const aborted = { ...booked, status: "aborted", usage: { input: 5, output: 6 } };
		expect(found(compareUpstream(served, book(aborted)))).toEqual({ "usage that is not what the upstream counted": 1 });
		const estimate = { ...aborted, estimated: true, usage: { input: 5, output: 30, reasoning: 8 } };
		expect(found(compareUpstream(served, book(estimate)))).toEqual({
			"estimates of more than the upstream ever sent": 1,
		});
		expect(found(compareUpstream(served, book({ ...aborted, usage: {}, charge: 0n, posted: 0n })))).toEqual({});
	});
});
