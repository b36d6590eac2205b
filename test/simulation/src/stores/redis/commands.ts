import type { RedisReply } from "@turnpike/redis";
import type { RedisData } from "./redis-data.ts";
import { STREAM_COMMANDS } from "./stream-commands.ts";

/** A command on the data, at a moment of Redis' clock in milliseconds. */
export type Command = (data: RedisData, args: readonly string[], now: number) => RedisReply;

/** Those commands of Redis that Turnpike sends, as Redis' documentation has them. */
export const COMMANDS: Readonly<Record<string, Command>> = {
	...STREAM_COMMANDS,
	TIME: (_data, _args, now) => [String(Math.floor(now / 1_000)), String(Math.floor(now % 1_000) * 1_000)],
	GET: (data, [key = ""], now) => textAt(data, key, now),
	SET(data, [key = "", value = "", ...options], now) {
		if (options.includes("NX") && textAt(data, key, now) !== null) return null;
		const px = options.indexOf("PX");
		const expiresAt = px < 0 ? Number.POSITIVE_INFINITY : now + Number(options[px + 1]);
		data.texts.set(key, { value, expiresAt });
		return "OK";
	},
	DEL(data, keys) {
		let deleted = 0;
		for (const key of keys) {
			for (const kind of Object.values(data)) if (kind.delete(key)) deleted += 1;
		}
		return deleted;
	},
	EXISTS: (data, [key = ""], now) => (textAt(data, key, now) !== null || data.hashes.has(key) ? 1 : 0),
	HGET: (data, [key = "", field = ""]) => data.hashes.get(key)?.get(field) ?? null,
	HMGET: (data, [key = "", ...fields]) => fields.map((field) => data.hashes.get(key)?.get(field) ?? null),
	HEXISTS: (data, [key = "", field = ""]) => (data.hashes.get(key)?.has(field) ? 1 : 0),
	HSET(data, [key = "", ...pairs]) {
		const hash = data.hashes.get(key) ?? new Map<string, string>();
		for (let at = 0; at + 1 < pairs.length; at += 2) hash.set(pairs[at] ?? "", pairs[at + 1] ?? "");
		data.hashes.set(key, hash);
		return pairs.length / 2;
	},
	HDEL(data, [key = "", ...fields]) {
		const hash = data.hashes.get(key);
		const deleted = fields.filter((field) => hash?.delete(field)).length;
		if (hash?.size === 0) data.hashes.delete(key);
		return deleted;
	},
	HINCRBY(data, [key = "", field = "", by = "0"]) {
		const hash = data.hashes.get(key) ?? new Map<string, string>();
		const value = BigInt(hash.get(field) ?? 0) + BigInt(by);
		data.hashes.set(key, hash.set(field, value.toString()));
		return Number(value);
	},
	SADD: (data, [key = "", ...members]) => {
		const set = data.sets.get(key) ?? new Set<string>();
		for (const member of members) set.add(member);
		data.sets.set(key, set);
		return members.length;
	},
	SREM: (data, [key = "", ...members]) => members.filter((member) => data.sets.get(key)?.delete(member)).length,
	SMEMBERS: (data, [key = ""]) => [...(data.sets.get(key) ?? [])],
	ZADD(data, [key = "", score = "0", member = ""]) {
		const scores = data.scores.get(key) ?? new Map<string, number>();
		data.scores.set(key, scores.set(member, Number(score)));
		return 1;
	},
	ZREM: (data, [key = "", ...members]) => members.filter((member) => data.scores.get(key)?.delete(member)).length,
	ZCARD: (data, [key = ""]) => data.scores.get(key)?.size ?? 0,
	ZRANGE: (data, [key = ""]) => sorted(data, key).map(([member]) => member),
	ZRANGEBYSCORE(data, [key = "", , most = "", ...limit]) {
		const found = sorted(data, key).filter(([, score]) => score <= Number(most));
		const count = limit[0] === "LIMIT" ? Number(limit[2]) : found.length;
		return found.slice(0, count).map(([member]) => member);
	},
	ZREMRANGEBYSCORE(data, [key = "", , most = ""]) {
		const found = sorted(data, key).filter(([, score]) => score <= Number(most));
		for (const [member] of found) data.scores.get(key)?.delete(member);
		return found.length;
	},
};

function textAt(data: RedisData, key: string, now: number): string | null {
	const text = data.texts.get(key);
	return text && now < text.expiresAt ? text.value : null;
}

function sorted(data: RedisData, key: string): [string, number][] {
	return [...(data.scores.get(key) ?? [])].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}
