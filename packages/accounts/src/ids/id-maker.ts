import { ID_PREFIXES, type IdKind } from "./id.ts";

/** Where an id maker takes time and randomness from. */
export interface IdSources {
	/** Unix milliseconds. It may stand still or go back; ids go on ascending. */
	readonly now: () => number;
	/** Fills the bytes from a cryptographic source (`crypto.getRandomValues`). */
	readonly fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Makes ids that ascend, in text order too, in the order they were asked for. */
export interface IdMaker {
	/** A UUIDv7 with dashes, as databases write it. */
	uuid(): string;
	/** `gen_` (and so on) and the 32 hex digits of a UUIDv7. */
	id(kind: IdKind): string;
	/** One id in both its forms: as it leaves the house, and as databases write it. */
	named(kind: IdKind): { readonly id: string; readonly uuid: string };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const TAIL_BYTES = 8;
const SEED_BYTES = 2;
/** Randomness is drawn for this many ids at once: one call to the source costs more than making an id. */
const POOL_IDS = 128;
const POOL_BYTES = POOL_IDS * (TAIL_BYTES + SEED_BYTES);
/** A counter starts in the lower half of its 12 bits, so at least 2,048 ids fit into a millisecond. */
const COUNTER_SEED_MASK = 0x7ff;
const COUNTER_MAX = 0xfff;

interface State {
	lastMs: number;
	/** `lastMs` as its twelve hex digits. */
	time: string;
	counter: number;
	readonly pool: Uint8Array<ArrayBuffer>;
	used: number;
}

/**
 * Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, a 12-bit counter where the RFC allows one (section 6.2,
 * method 1), 62 random bits. When a millisecond's counter is full, the next millisecond is borrowed.
 */
export function createIdMaker(sources: IdSources): IdMaker {
	const state: State = { lastMs: -1, time: "", counter: 0, pool: new Uint8Array(POOL_BYTES), used: POOL_BYTES };
	return {
		uuid: () => dashed(nextHex(state, sources)),
		id: (kind) => ID_PREFIXES[kind] + nextHex(state, sources),
		named: (kind) => {
			const hex = nextHex(state, sources);
			return { id: ID_PREFIXES[kind] + hex, uuid: dashed(hex) };
		},
	};
}

function dashed(hex: string): string {
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function nextHex(state: State, sources: IdSources): string {
	if (state.used + TAIL_BYTES + SEED_BYTES > POOL_BYTES) {
		sources.fillRandom(state.pool);
		state.used = 0;
	}
	tick(state, sources.now());
	return state.time + (0x7000 | state.counter).toString(16) + tail(state);
}

/** Moves time and counter on, so that this pair is above every earlier one. */
function tick(state: State, nowMs: number): void {
	if (nowMs > state.lastMs) {
		moveTo(state, nowMs);
		state.counter = ((byteAt(state) << 8) | byteAt(state)) & COUNTER_SEED_MASK;
	} else if (state.counter < COUNTER_MAX) {
		state.counter++;
	} else {
		moveTo(state, state.lastMs + 1);
		state.counter = 0;
	}
}

function moveTo(state: State, ms: number): void {
	state.lastMs = ms;
	state.time = ms.toString(16).padStart(12, "0");
}

/** The last 64 bits: the RFC's two variant bits and 62 random ones. */
function tail(state: State): string {
	let text = HEX[0x80 | (byteAt(state) & 0x3f)] ?? "";
	for (let index = 1; index < TAIL_BYTES; index++) text += HEX[byteAt(state)];
	return text;
}

/** The next random byte; it is erased, because what was used must not be used again. */
function byteAt(state: State): number {
	const byte = state.pool[state.used] ?? 0;
	state.pool[state.used++] = 0;
	return byte;
}
