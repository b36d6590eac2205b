import { createHash } from "node:crypto";
import { TurnpikeError } from "@turnpike/wire";

/** How long a key names its first body. */
const KEPT_MS = 24 * 3_600_000;
const MOST_KEPT = 100_000;
const LONGEST_KEY = 255;

interface Kept {
	readonly bodyHash: string;
	readonly expiresAt: number;
}

/** Which body each `Idempotency-Key` of an API key was first sent with, in this process: another body is a mistake. */
export class IdempotencyKeys {
	/** Oldest first, as a Map keeps them. */
	readonly #kept = new Map<string, Kept>();
	readonly #monotonic: () => number;

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
	}

	/** @throws TurnpikeError `idempotency_mismatch` when the key came with another body before. */
	check(keyId: string, idempotencyKey: string | null, body: string): void {
		if (idempotencyKey === null) return;
		if (idempotencyKey === "" || idempotencyKey.length > LONGEST_KEY) {
			const message = `Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`;
			throw new TurnpikeError("invalid_header", message, { param: "Idempotency-Key" });
		}
		const name = `${keyId} ${idempotencyKey}`;
		const bodyHash = createHash("sha256").update(body).digest("base64");
		const known = this.#kept.get(name);
		if (known && known.expiresAt > this.#monotonic()) {
			if (known.bodyHash === bodyHash) return;
			const message = "This Idempotency-Key was used with another request body; use a new key for a new request.";
			throw new TurnpikeError("idempotency_mismatch", message, { param: "Idempotency-Key" });
		}
		this.#kept.delete(name);
		this.#kept.set(name, { bodyHash, expiresAt: this.#monotonic() + KEPT_MS });
		this.#forgetOldest();
	}

	#forgetOldest(): void {
		for (const name of this.#kept.keys()) {
			if (this.#kept.size <= MOST_KEPT) return;
			this.#kept.delete(name);
		}
	}
}
