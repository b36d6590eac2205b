import { RedisError, type RedisReply } from "@turnpike/redis";
import type { Group, RedisData, Stream } from "./redis-data.ts";

type StreamCommand = (data: RedisData, args: readonly string[], now: number) => RedisReply;

/** Of streams with groups, what the second usage log needs. Entry ids are `n-0`. */
export const STREAM_COMMANDS: Readonly<Record<string, StreamCommand>> = {
	XADD(data, [key = "", , ...fields]) {
		const stream = streamAt(data, key);
		stream.nextId += 1;
		stream.entries.set(stream.nextId, fields);
		return `${stream.nextId}-0`;
	},
	XLEN: (data, [key = ""]) => data.streams.get(key)?.entries.size ?? 0,
	XGROUP(data, [, key = "", group = ""]) {
		const stream = streamAt(data, key);
		if (stream.groups.has(group)) throw new RedisError("BUSYGROUP Consumer Group name already exists");
		stream.groups.set(group, { lastId: 0, pending: new Map() });
		return "OK";
	},
	XREADGROUP(data, [, group = "", consumer = "", , count = "1", , key = "", from = ">"], now) {
		const [stream, found] = groupAt(data, key, group);
		if (from !== ">") {
			const own = [...found.pending].filter(([, { consumer: who }]) => who === consumer).map(([id]) => id);
			return [[key, entriesOf(stream, own.slice(0, Number(count)))]];
		}
		const fresh = [...stream.entries.keys()].filter((id) => id > found.lastId).slice(0, Number(count));
		if (fresh.length === 0) return null;
		for (const id of fresh) found.pending.set(id, { consumer, deliveredAt: now });
		found.lastId = fresh.at(-1) ?? found.lastId;
		return [[key, entriesOf(stream, fresh)]];
	},
	XAUTOCLAIM(data, [key = "", group = "", consumer = "", idle = "0", , , count = "100"], now) {
		const [stream, found] = groupAt(data, key, group);
		const due = [...found.pending].filter(([, { deliveredAt }]) => now - deliveredAt >= Number(idle));
		const claimed = due.slice(0, Number(count)).map(([id]) => id);
		for (const id of claimed) {
			if (stream.entries.has(id)) found.pending.set(id, { consumer, deliveredAt: now });
			else found.pending.delete(id);
		}
		return ["0-0", entriesOf(stream, claimed), []];
	},
	XACK: (data, [key = "", group = "", ...ids]) => {
		const pending = data.streams.get(key)?.groups.get(group)?.pending;
		return ids.filter((id) => pending?.delete(Number.parseInt(id, 10))).length;
	},
	XDEL: (data, [key = "", ...ids]) =>
		ids.filter((id) => data.streams.get(key)?.entries.delete(Number.parseInt(id, 10))).length,
};

function streamAt(data: RedisData, key: string): Stream {
	const stream = data.streams.get(key) ?? { nextId: 0, entries: new Map(), groups: new Map() };
	data.streams.set(key, stream);
	return stream;
}

function groupAt(data: RedisData, key: string, group: string): [Stream, Group] {
	const stream = data.streams.get(key);
	const found = stream?.groups.get(group);
	if (!stream || !found) throw new RedisError("NOGROUP No such key or consumer group");
	return [stream, found];
}

function entriesOf(stream: Stream, ids: readonly number[]): RedisReply {
	return ids.flatMap((id) => {
		const fields = stream.entries.get(id);
		return fields ? [[`${id}-0`, fields]] : [];
	});
}
