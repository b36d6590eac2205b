/** A stream's group: what was handed to whom and not acknowledged. */
export interface Group {
	lastId: number;
	readonly pending: Map<number, { consumer: string; deliveredAt: number }>;
}

export interface Stream {
	nextId: number;
	readonly entries: Map<number, readonly string[]>;
	readonly groups: Map<string, Group>;
}

export interface Text {
	value: string;
	/** Milliseconds, Redis' clock. */
	expiresAt: number;
}

/** All that a Redis knows, by kind. */
export interface RedisData {
	readonly texts: Map<string, Text>;
	readonly hashes: Map<string, Map<string, string>>;
	readonly sets: Map<string, Set<string>>;
	/** Sorted sets: member and score. */
	readonly scores: Map<string, Map<string, number>>;
	readonly streams: Map<string, Stream>;
}

export function emptyRedis(): RedisData {
	return { texts: new Map(), hashes: new Map(), sets: new Map(), scores: new Map(), streams: new Map() };
}
