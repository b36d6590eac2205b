import { isSameCall, type SameCall } from "./same-call.ts";

/** Nobody is told to wait longer than a minute before a retry. */
const KEPT_MS = 2 * 60_000;
const MOST_KEPT = 1_000;

interface Refusal {
	readonly keyId: string;
	readonly call: SameCall;
	readonly until: number;
}

/**
 * Calls that were told to try again. Their retries repeat no other call, though one of the same body may be running or be
 * answered: each refusal stands for one retry, which runs anew.
 */
export class Refusals {
	readonly #monotonic: () => number;
	/** Oldest first, as a Set keeps them. */
	readonly #refused = new Set<Refusal>();

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	add(keyId: string, { format, flavor, body }: SameCall): void {
		this.#refused.add({ keyId, call: { format, flavor, body }, until: this.#monotonic() + KEPT_MS });
		this.#forgetOld();
	}

	/** Whether this retry is of a call that was refused; that refusal is then answered for. */
	take(keyId: string, call: SameCall): boolean {
		this.#forgetOld();
		for (const refusal of this.#refused) {
			if (refusal.keyId === keyId && isSameCall(refusal.call, call)) return this.#refused.delete(refusal);
		}
		return false;
	}

	#forgetOld(): void {
		const now = this.#monotonic();
		for (const refusal of this.#refused) {
			if (refusal.until > now && this.#refused.size <= MOST_KEPT) return;
			this.#refused.delete(refusal);
		}
	}
}
