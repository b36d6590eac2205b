import type { RedisReply } from "./redis-client.ts";

/** Checks what a client library returned; anything but RESP2 shapes is an error. */
export function toReply(value: unknown): RedisReply {
	if (value === null || value === undefined) return null;
	if (typeof value === "string" || typeof value === "number") return value;
	if (Array.isArray(value)) return value.map(toReply);
	throw new TypeError(`not a Redis reply: ${typeof value}`);
}

/** @throws TypeError when the reply is no list. */
export function asList(reply: RedisReply | undefined): readonly RedisReply[] {
	if (reply !== null && typeof reply === "object") return reply;
	throw new TypeError(`expected a list from Redis, not ${JSON.stringify(reply)}`);
}

/** Text, or a number written as text. @throws TypeError for anything else. */
export function asText(reply: RedisReply | undefined): string {
	if (typeof reply === "string") return reply;
	if (typeof reply === "number") return String(reply);
	throw new TypeError(`expected text from Redis, not ${JSON.stringify(reply)}`);
}

/** A list of texts: the shape every script here answers in, a word first. */
export function asWords(reply: RedisReply): readonly string[] {
	return asList(reply).map(asText);
}

/** A whole number that a float holds exactly. @throws TypeError for anything else. */
export function asInteger(reply: RedisReply | undefined): number {
	const number = Number(asText(reply));
	if (!Number.isSafeInteger(number)) throw new TypeError(`expected an integer from Redis, not ${String(reply)}`);
	return number;
}
