import { describe, expect, it } from "vitest";
import type { CallRecord } from "../load/call-record.ts";
import { compareCallers, compareUpstream } from "./compare-callers.ts";
import type { Count } from "./count.ts";
import type { BookedUsage } from "./read-book.ts";

const call: CallRecord = {
	kind: "echo",
	keyId: "key_1",
	accountId: "acc_1",
	api: "http://127.0.0.1:1",
	startedAt: 0,
	generationId: "g1",
	status: 200,
	ending: "completed",
	code: "",
	costNanoUsd: 10n,
	upstreamId: "u1",
};
const booked: BookedUsage = {
	generationId: "g1",
	keyId: "key_1",
	status: "completed",
	estimated: false,
	provider: "openai",
	upstreamId: "u1",
	usage: { input: 3, cache_read: 2, output: 4, reasoning: 1 },
	hold: 20n,
	charge: 10n,
	posted: 10n,
	overrun: 0n,
};
const book = (...of: BookedUsage[]) => Map.groupBy(of, (one) => one.generationId);
const found = (counts: readonly Count[]) =>
	Object.fromEntries(counts.filter((count) => count.value !== 0).map((count) => [count.name, count.value]));

describe("callers against the book", () => {
	it("find nothing where every completed answer was debited as told", () => {
		expect(found(compareCallers([call], book(booked)))).toEqual({});
	});

	it("find a completed answer that is not in the book, or not posted", () => {
		expect(found(compareCallers([call], book()))).toEqual({ "completed answers without a debit": 1 });
		const waiting = { ...booked, posted: undefined };
		expect(found(compareCallers([call], book(waiting)))).toEqual({ "completed answers without a debit": 1 });
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
			const failed = { ...call, ending, status: ending === "refused" ? 503 : 200 };
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
			generationId: `g${status}`,
		});
		const calls = [refused(401), refused(500), refused(402)];
		expect(found(compareCallers(calls, book()))).toEqual({ "refusals nobody should see": 2 });
		expect(found(compareCallers([{ ...call, ending: "hung" }], book(booked)))).toEqual({ "calls that never ended": 1 });
	});

	it("owe nothing to a call that was left or broke", () => {
		for (const ending of ["left", "broken", "unreachable"] as const) {
			expect(found(compareCallers([{ ...call, ending }], book()))).toEqual({});
		}
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

	it("sees one answer of its own debited twice", () => {
		const again = { ...booked, generationId: "g2" };
		expect(found(compareUpstream(served, book(booked, again)))).toEqual({ "upstream answers debited twice": 1 });
	});
});
