import { isSameCall, type SameCall } from "./same-call.ts";

/** A whole answer, as it was or would have been sent. */
export interface WholeAnswer {
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

interface Recent {
	readonly keyId: string;
	readonly call: SameCall;
	readonly answer: WholeAnswer;
	readonly until: number;
}

/**
 * Answers that ended a moment ago, for retries of calls whose answers were lost on the way. Kept for a time and within a
 * bound; the oldest go first.
 */
export class RecentAnswers {
	readonly #monotonic: () => number;
	readonly #keptMs: number;
	readonly #mostCharacters: number;
	/** Oldest first, as a Set keeps them. */
	readonly #recent = new Set<Recent>();
	#characters = 0;

	constructor(monotonic: () => number, keptMs: number, mostCharacters: number) {
		this.#monotonic = monotonic;
		this.#keptMs = keptMs;
		this.#mostCharacters = mostCharacters;
	}

	/** @returns false when it is larger than everything that may be kept. */
	add(keyId: string, { format, flavor, body }: SameCall, answer: WholeAnswer): boolean {
		// Of the body its text alone: what else is known of it would be kept as well.
		const call = { format, flavor, body: { ...body, members: NO_MEMBERS } };
		const recent = { keyId, call, answer, until: this.#monotonic() + this.#keptMs };
		if (sizeOf(recent) > this.#mostCharacters) return false;
		this.#recent.add(recent);
		this.#characters += sizeOf(recent);
		this.#forgetOld();
		return true;
	}

	/** The latest answer to this call. */
	find(keyId: string, call: SameCall): WholeAnswer | undefined {
		this.#forgetOld();
		let found: WholeAnswer | undefined;
		for (const recent of this.#recent) {
			if (recent.keyId === keyId && isSameCall(recent.call, call)) found = recent.answer;
		}
		return found;
	}

	#forgetOld(): void {
		const now = this.#monotonic();
		for (const recent of this.#recent) {
			if (recent.until > now && this.#characters <= this.#mostCharacters) return;
			this.#recent.delete(recent);
			this.#characters -= sizeOf(recent);
		}
	}
}

const NO_MEMBERS: SameCall["body"]["members"] = new Map();

function sizeOf({ call, answer }: Recent): number {
	return call.body.text.length + answer.text.length;
}
