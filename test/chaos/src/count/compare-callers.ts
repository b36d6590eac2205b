import type { CallRecord } from "../load/call-record.ts";
import type { Served } from "../load/upstream.ts";
import { type Count, countOf } from "./count.ts";
import type { BookedUsage } from "./read-book.ts";

type Book = ReadonlyMap<string, readonly BookedUsage[]>;

/** Refusals that are the load's own doing, or an honest word about what is away. */
const EXPECTED_STATUS = new Set([400, 402, 429, 499, 502, 503]);

/** What callers saw against what the book says of them. Pure. */
export function compareCallers(calls: readonly CallRecord[], book: Book): Count[] {
	const completed = calls.filter((call) => call.ending === "completed");
	const unpaid = calls.filter((call) => call.ending === "refused" || call.ending === "failed_in_band");
	return [
		countOf("completed answers without a debit", completed.filter((call) => !postedOf(book, call)).map(show)),
		countOf(
			"completed answers that told no cost",
			completed.filter((call) => call.costNanoUsd === undefined).map(show),
		),
		countOf(
			"debits that are not the cost told",
			completed.flatMap((call) => wrongDebit(book, call)),
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
			"generations recorded twice",
			[...book.values()].filter((of) => of.length > 1).map((of) => of[0]?.generationId ?? ""),
		),
		countOf("ids given to two calls", repeated(calls.flatMap((call) => call.generationId ?? []))),
		countOf("refusals nobody should see", calls.filter(isUnexpected).map(show)),
		countOf("calls that never ended", calls.filter((call) => call.ending === "hung").map(show)),
	];
}

/** What the upstream counted against what the book says it served. Pure. */
export function compareUpstream(served: ReadonlyMap<string, Served>, book: Book): Count[] {
	const completed = [...book.values()].flat().filter((one) => one.provider === "openai" && one.status === "completed");
	return [
		countOf(
			"usage that is not what the upstream counted",
			completed.flatMap((one) => wrongUsage(served, one)),
		),
		countOf("upstream answers debited twice", repeated(completed.map((one) => one.upstreamId))),
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

function isUnexpected(call: CallRecord): boolean {
	return call.ending === "refused" && call.status !== undefined && !EXPECTED_STATUS.has(call.status);
}

function wrongUsage(served: ReadonlyMap<string, Served>, one: BookedUsage): string[] {
	const said = served.get(one.upstreamId);
	// It died between its last word and its usage.
	if (one.estimated && said?.ended === false) return [];
	const { output = 0, reasoning = 0, ...input } = one.usage;
	const prompt = Object.values(input).reduce((total, count) => total + count, 0);
	if (said?.promptTokens === prompt && said.completionTokens === output + reasoning) return [];
	return [`${one.generationId} ${JSON.stringify(one.usage)}, upstream said ${JSON.stringify(said)}`];
}

function repeated(ids: readonly string[]): string[] {
	const seen = new Set<string>();
	return ids.filter((id) => seen.size === seen.add(id).size);
}

function show({ generationId, kind, status, code }: CallRecord): string {
	return `${generationId ?? "no id"} (${kind}, ${status ?? "no status"}${code === "" ? "" : ` ${code}`})`;
}
