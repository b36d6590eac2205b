import { type NanoUsd, nanoUsd } from "@turnpike/money";
import type { AttemptRecord, Evidence, GenerationStatus, UsageEvent } from "./usage-event.ts";

/** Reads one field's JSON value, or throws. */
type Reader<T> = (value: unknown, name: string) => T;
type Fields<T> = { readonly [K in keyof T]-?: Reader<T[K]> };

const STATUSES: readonly GenerationStatus[] = ["completed", "aborted", "interrupted", "cut", "failed"];
const EVIDENCE: readonly Evidence[] = ["provider", "lookup", "counted", "checkpoint", "none"];
const OUTCOMES: readonly AttemptRecord["outcome"][] = ["answered", "failed"];
const AMOUNT = /^(0|[1-9]\d{0,18})$/;

const ATTEMPT_FIELDS: Fields<AttemptRecord> = {
	endpointId: text,
	provider: text,
	outcome: oneOf(OUTCOMES),
	status: (value, name) => (value === null ? null : count(value, name)),
	failure: text,
	latencyMs: measure,
	providerCostNanoUsd: later(undefined, amountText),
};

/** Every field of the event, so that one added there does not compile until it is read here. */
const EVENT_FIELDS: Fields<UsageEvent> = {
	generationId: text,
	organisationId: text,
	accountId: text,
	projectId: text,
	keyId: text,
	allowanceId: text,
	status: oneOf(STATUSES),
	estimated: flag,
	evidence: oneOf(EVIDENCE),
	model: text,
	provider: text,
	endpointId: text,
	priceVersionId: text,
	usage: counts,
	holdNanoUsd: amount,
	chargeNanoUsd: amount,
	providerCostNanoUsd: amount,
	format: text,
	streamed: flag,
	finishReason: text,
	upstreamId: text,
	admittedAt: measure,
	ttftMs: measure,
	latencyMs: measure,
	attempts: (value, name) => list(value, name).map((one, n) => record(one, `${name}[${n}]`, ATTEMPT_FIELDS)),
	memberId: later("", text),
	endUser: text,
	app: text,
	tags: later([], (value, name) => list(value, name).map((one, n) => text(one, `${name}[${n}]`))),
	requestSha256: later("", sha256),
};

/** A field that records of earlier releases lack: what such a record means by that. */
function later<T>(meant: T, read: Reader<T>): Reader<T> {
	return (value, name) => (value === undefined ? meant : read(value, name));
}

/** An event as JSON text: amounts are decimal strings, because JSON numbers lose bits above 2^53. */
export function serializeUsageEvent(event: UsageEvent): string {
	return JSON.stringify(event, (_name, value) => (typeof value === "bigint" ? value.toString() : value));
}

/**
 * Reads what `serializeUsageEvent` wrote.
 *
 * @throws TypeError naming the first field that is missing, unknown or wrong: a record that is not understood in full is
 * parked, never billed by half.
 */
export function parseUsageEvent(json: string): UsageEvent {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		throw new TypeError("a usage event must be JSON");
	}
	return record(withEvidence(value), "event", EVENT_FIELDS);
}

/** Records of earlier releases say only whether their usage was an estimate. */
function withEvidence(value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value) || "evidence" in value) return value;
	const evidence: Evidence = "estimated" in value && value.estimated === true ? "counted" : "provider";
	return { ...value, evidence };
}

function record<T>(value: unknown, name: string, fields: Fields<T>): T {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(name, "an object");
	const given = new Map(Object.entries(value));
	const read: Partial<T> = {};
	for (const field in fields) {
		const one = fields[field](given.get(field), `${name}.${field}`);
		if (one !== undefined) read[field] = one;
		given.delete(field);
	}
	const [unknown] = given.keys();
	if (unknown !== undefined) throw new TypeError(`${name}.${unknown} is not known`);
	// Every field of T was read just now.
	return read as T;
}

function text(value: unknown, name: string): string {
	if (typeof value !== "string") throw wrong(name, "text");
	return value;
}

function sha256(value: unknown, name: string): string {
	if (typeof value !== "string" || !/^(?:[0-9a-f]{64})?$/.test(value)) throw wrong(name, "64 hexadecimal digits");
	return value;
}

function flag(value: unknown, name: string): boolean {
	if (typeof value !== "boolean") throw wrong(name, "true or false");
	return value;
}

function count(value: unknown, name: string): number {
	if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
		throw wrong(name, "a whole number from 0");
	return value;
}

/** Times may have been measured finer than they are kept. */
function measure(value: unknown, name: string): number {
	if (typeof value !== "number" || !Number.isFinite(value) || value < 0) throw wrong(name, "a number from 0");
	return value;
}

function amount(value: unknown, name: string): NanoUsd {
	if (typeof value !== "string" || !AMOUNT.test(value)) throw wrong(name, "an amount as decimal text");
	return nanoUsd(BigInt(value));
}

function amountText(value: unknown, name: string): string {
	return amount(value, name).toString();
}

function counts(value: unknown, name: string): Readonly<Record<string, number>> {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(name, "an object");
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, count(one, `${name}.${key}`)]));
}

function list(value: unknown, name: string): readonly unknown[] {
	if (!Array.isArray(value)) throw wrong(name, "a list");
	return value;
}

function oneOf<T extends string>(words: readonly T[]): Reader<T> {
	return (value, name) => {
		const word = words.find((one) => one === value);
		if (word === undefined) throw wrong(name, `one of ${words.join(", ")}`);
		return word;
	};
}

function wrong(name: string, expected: string): TypeError {
	return new TypeError(`${name} must be ${expected}`);
}
