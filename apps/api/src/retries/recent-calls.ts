import { isSameCall, type SameCall } from "./same-call.ts";

/** What may be kept: for how long, and the most of all calls together. */
export interface KeepingBounds {
	readonly ms: number;
	/** Of bodies, and of what is kept of the calls. */
	readonly characters: number;
	readonly calls?: number;
}

interface Recent<Kept> {
	readonly keyId: string;
	readonly call: SameCall;
	readonly kept: Kept;
	readonly characters: number;
	readonly until: number;
}

/** Something of calls that ended a moment ago, for their retries. Kept for a time and within bounds; the oldest go first. */
export class RecentCalls<Kept> {
	readonly #monotonic: () => number;
	readonly #bounds: KeepingBounds;
	/** Oldest first, as a Set keeps them. */
	readonly #recent = new Set<Recent<Kept>>();
	#characters = 0;

	constructor(monotonic: () => number, bounds: KeepingBounds) {
		this.#monotonic = monotonic;
		this.#bounds = bounds;
	}

	/**
	 * @param characters of what is kept, beside the body.
	 * @returns false when it is larger than everything that may be kept.
	 */
	add(keyId: string, { format, flavor, body: { text } }: SameCall, kept: Kept, characters = 0): boolean {
		// Of the body its text alone: what was read of it would be kept as well.
		const call = { format, flavor, body: { text } };
		const until = this.#monotonic() + this.#bounds.ms;
		const recent = { keyId, call, kept, characters: text.length + characters, until };
		if (recent.characters > this.#bounds.characters) return false;
		this.#recent.add(recent);
		this.#characters += recent.characters;
		this.#forgetOld();
		return true;
	}

	/** What is kept of this call, the latest where there are several. */
	find(keyId: string, call: SameCall): Kept | undefined {
		this.#forgetOld();
		let found: Kept | undefined;
		for (const recent of this.#recent) if (isOf(recent, keyId, call)) found = recent.kept;
		return found;
	}

	/** The same, the oldest first: each stands for one call that comes. Every call asks, so nothing is done for nothing. */
	take(keyId: string, call: SameCall): Kept | undefined {
		if (this.#recent.size === 0) return undefined;
		this.#forgetOld();
		for (const recent of this.#recent) {
			if (!isOf(recent, keyId, call)) continue;
			this.#forget(recent);
			return recent.kept;
		}
		return undefined;
	}

	#forgetOld(): void {
		const now = this.#monotonic();
		const { characters, calls = Number.POSITIVE_INFINITY } = this.#bounds;
		for (const recent of this.#recent) {
			if (recent.until > now && this.#characters <= characters && this.#recent.size <= calls) return;
			this.#forget(recent);
		}
	}

	#forget(recent: Recent<Kept>): void {
		this.#recent.delete(recent);
		this.#characters -= recent.characters;
	}
}

function isOf(recent: Recent<unknown>, keyId: string, call: SameCall): boolean {
	return recent.keyId === keyId && isSameCall(recent.call, call);
}
