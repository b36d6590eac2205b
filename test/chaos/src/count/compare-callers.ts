import type { CallRecord } from "../load/call-record.ts";
import { MOST_CHARACTERS, type Served } from "../load/upstream.ts";
import { type Count, countOf } from "./count.ts";
import type { BookedUsage } from "./read-book.ts";

type Book = ReadonlyMap<string, readonly BookedUsage[]>;

/** Refusals that are the load's own doing, or an honest word about what is away. */
const EXPECTED_STATUS = new Set([400, 402, 429, 499, 502, 503]);

/** What callers saw against what the book says of them. Pure. */
export function compareCallers(calls: readonly CallRecord[], book: Book): Count[] {
	const completed = calls.filter((call) => call.ending === "completed");
	// Its cost is told last, when its record is durable: from there on it is owed, whatever became of its caller.
	const told = calls.filter((call) => call.costNanoUsd !== undefined);
	const owed = calls.filter((call) => call.ending === "completed" || call.costNanoUsd !== undefined);
	const unpaid = calls.filter((call) => call.ending === "refused" || call.ending === "failed_in_band");
	return [
		countOf(
			"answers told their cost, or completed, without a debit",
			owed.filter((call) => !postedOf(book, call)).map(show),
		),
		countOf(
			"completed answers that told no cost",
			completed.filter((call) => call.costNanoUsd === undefined).map(show),
		),
		countOf(
			"debits that are not the cost told",
			told.flatMap((call) => wrongDebit(book, call)),
		),
		countOf(
			"completed answers recorded as something else",
			completed.flatMap((call) => wrongStatus(book, call)),
		),
		countOf(
			"debits for errors and failed answers",
			unpaid.flatMap((call) => debitOf(book, call)),
		),
		countOf(
			"debits of another key or account",
			calls.flatMap((call) => wrongPayer(book, call)),
		),
		countOf("generations nobody asked for", unasked(calls, book)),
		countOf(
			"generations recorded twice",
			[...book.values()].filter((of) => of.length > 1).map((of) => of[0]?.generationId ?? ""),
		),
		countOf("ids given to two calls", repeated(calls.flatMap((call) => call.generationId ?? []))),
		countOf("refusals nobody should see", calls.filter(isUnexpected).map(show)),
		countOf("answers that ended without their end", calls.filter((call) => call.ending === "unfinished").map(show)),
		countOf("calls that never ended", calls.filter((call) => call.ending === "hung").map(show)),
	];
}

/** Where no API was killed, no caller may have lost its connection. Pure. */
export function countBrokenOff(calls: readonly CallRecord[]): Count {
	const lost = calls.filter(({ ending }) => ending === "broken" || ending === "unreachable");
	return countOf("calls that broke off though no API was killed", lost.map(show));
}

/** What the upstream counted against what the book says it served. Pure. */
export function compareUpstream(served: ReadonlyMap<string, Served>, book: Book): Count[] {
	const mine = [...book.values()].flat().filter((one) => one.provider === "openai");
	const counted = mine.filter((one) => one.status === "completed" || (one.charge > 0n && !one.estimated));
	const charged = mine.filter((one) => one.charge > 0n);
	return [
		countOf(
			"usage that is not what the upstream counted",
			counted.flatMap((one) => wrongUsage(served, one)),
		),
		countOf(
			"estimates of more than the upstream ever sent",
			charged.filter((one) => one.estimated && outputOf(one) > MOST_CHARACTERS).map(({ generationId }) => generationId),
		),
		countOf("upstream answers debited twice", repeated(charged.flatMap((one) => one.upstreamId || []))),
	];
}

function bookedOf(book: Book, call: CallRecord): BookedUsage | undefined {
	return call.generationId === undefined ? undefined : book.get(call.generationId)?.[0];
}

function postedOf(book: Book, call: CallRecord): boolean {
	return bookedOf(book, call)?.posted !== undefined;
}

function wrongDebit(book: Book, call: CallRecord): string[] {
	const posted = bookedOf(book, call)?.posted;
	if (posted === undefined || call.costNanoUsd === undefined || posted === call.costNanoUsd) return [];
	return [`${show(call)} told ${call.costNanoUsd}, debited ${posted} nano-USD`];
}

function wrongStatus(book: Book, call: CallRecord): string[] {
	const status = bookedOf(book, call)?.status;
	return status === undefined || status === "completed" || status === "cut" ? [] : [`${show(call)} is ${status}`];
}

function debitOf(book: Book, call: CallRecord): string[] {
	const booked = bookedOf(book, call);
	const charged = booked?.posted ?? booked?.charge ?? 0n;
	return charged === 0n ? [] : [`${show(call)} debited ${charged} nano-USD`];
}

function wrongPayer(book: Book, call: CallRecord): string[] {
	const booked = bookedOf(book, call);
	if (!booked || (booked.keyId === call.keyId && booked.accountId === call.accountId)) return [];
	return [`${show(call)} by ${call.keyId} of ${call.accountId}, debited to ${booked.keyId} of ${booked.accountId}`];
}

/** What no caller has heard of, beyond one for each call of that key that somebody took and that heard no id. */
function unasked(calls: readonly CallRecord[], book: Book): string[] {
	const heard = new Set(calls.map((call) => call.generationId));
	const unheard = new Map<string, number>();
	for (const { generationId, keyId, ending } of calls) {
		if (generationId === undefined && ending !== "unreachable") unheard.set(keyId, (unheard.get(keyId) ?? 0) + 1);
	}
	return [...book].flatMap(([id, [booked]]) => {
		if (!booked || heard.has(id)) return [];
		const left = unheard.get(booked.keyId) ?? 0;
		unheard.set(booked.keyId, left - 1);
		return left > 0 ? [] : [`${id} of ${booked.keyId}, ${booked.charge} nano-USD`];
	});
}

function isUnexpected({ ending, status, plenty }: CallRecord): boolean {
	if (ending !== "refused" || status === undefined) return false;
	return !EXPECTED_STATUS.has(status) || (status === 402 && plenty);
}

function wrongUsage(served: ReadonlyMap<string, Served>, one: BookedUsage): string[] {
	const said = served.get(one.upstreamId);
	// It died between its last word and its usage.
	if (one.estimated && said?.ended === false) return [];
	const { output: _output, reasoning: _reasoning, ...input } = one.usage;
	const prompt = Object.values(input).reduce((total, count) => total + count, 0);
	if (said?.promptTokens === prompt && said.completionTokens === outputOf(one)) return [];
	return [`${one.generationId} ${JSON.stringify(one.usage)}, upstream said ${JSON.stringify(said)}`];
}

function outputOf({ usage: { output = 0, reasoning = 0 } }: BookedUsage): number {
	return output + reasoning;
}

function repeated(ids: readonly string[]): string[] {
	const seen = new Set<string>();
	return ids.filter((id) => seen.size === seen.add(id).size);
}

function show({ generationId, kind, status, code }: CallRecord): string {
	return `${generationId ?? "no id"} (${kind}, ${status ?? "no status"}${code === "" ? "" : ` ${code}`})`;
}
