import { isSameCall, type SameCall } from "./same-call.ts";

/** Nobody is told to wait longer than a minute before a retry, which is when a mark is looked for. */
const KEPT_MS = 2 * 60_000;
const MOST_KEPT = 1_000;

interface Mark {
	readonly keyId: string;
	readonly call: SameCall;
	readonly until: number;
}

/** Calls of which something is to be known when they are next asked. Each mark stands for one call that comes. */
export class MarkedCalls {
	readonly #monotonic: () => number;
	/** Oldest first, as a Set keeps them. */
	readonly #marked = new Set<Mark>();

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	add(keyId: string, { format, flavor, body }: SameCall): void {
		this.#marked.add({ keyId, call: { format, flavor, body }, until: this.#monotonic() + KEPT_MS });
		this.#forgetOld();
	}

	/** Whether this call was marked; that mark is then gone. */
	take(keyId: string, call: SameCall): boolean {
		if (this.#marked.size === 0) return false;
		this.#forgetOld();
		for (const mark of this.#marked) {
			if (mark.keyId === keyId && isSameCall(mark.call, call)) return this.#marked.delete(mark);
		}
		return false;
	}

	#forgetOld(): void {
		const now = this.#monotonic();
		for (const mark of this.#marked) {
			if (mark.until > now && this.#marked.size <= MOST_KEPT) return;
			this.#marked.delete(mark);
		}
	}
}
