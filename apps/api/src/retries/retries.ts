import type { Call } from "@turnpike/wire";
import { Audience } from "./audience.ts";
import type { OpenCall } from "./open-call.ts";
import { RecentAnswers, type WholeAnswer } from "./recent-answers.ts";
import { Refusals } from "./refusals.ts";
import { isSameCall, type SameCall } from "./same-call.ts";
import { TranscriptRoom } from "./transcript.ts";

/** How long an answer can be had again by a retry that names no key for it. */
const KEPT_MS = 10 * 60_000;
const UNDELIVERED_CHARACTERS = 64 * 1024 * 1024;
const SENT_CHARACTERS = 16 * 1024 * 1024;
const TRANSCRIPT_CHARACTERS = 128 * 1024 * 1024;

/**
 * What this process knows of the calls that a retry may repeat: those it is answering, and the answers nobody took. A call
 * pays for being in here with an entry in a set: bodies are kept by reference, and compared only when somebody says that
 * they are retrying.
 */
export class Retries {
	readonly refusals: Refusals;
	readonly transcriptRoom = new TranscriptRoom(TRANSCRIPT_CHARACTERS);
	readonly #open = new Set<OpenCall>();
	readonly #undelivered: RecentAnswers;
	/** Answers that left whole, to clients that would tell: they may have been lost on the way. */
	readonly #sent: RecentAnswers;

	constructor(monotonic: () => number) {
		this.refusals = new Refusals(monotonic);
		this.#undelivered = new RecentAnswers(monotonic, KEPT_MS, UNDELIVERED_CHARACTERS);
		this.#sent = new RecentAnswers(monotonic, KEPT_MS, SENT_CHARACTERS);
	}

	/** A call is going to be answered. End it, whatever becomes of it. */
	begin(keyId: string, call: Call, tellsRetries: boolean): OpenCall {
		const audience = new Audience();
		const open = { keyId, call, audience, tellsRetries, answer: undefined, transcript: undefined };
		this.#open.add(open);
		return open;
	}

	/**
	 * Its answer has ended, or is not worth waiting for any more.
	 *
	 * @param whole makes what a retry may be given, where that is worth keeping; undefined where the answer was too long.
	 */
	end(open: OpenCall, whole?: () => WholeAnswer | undefined): void {
		if (!this.#open.delete(open)) return;
		open.transcript?.close();
		if (!open.audience.gone && !open.tellsRetries) return;
		const answer = whole?.();
		if (answer) (open.audience.gone ? this.#undelivered : this.#sent).add(open.keyId, open.call, answer);
	}

	/** The running call that a retry by this key repeats: one whose callers have gone before one that is waited for. */
	findOpen(keyId: string, call: SameCall): OpenCall | undefined {
		let found: OpenCall | undefined;
		for (const open of this.#open) {
			if (open.keyId !== keyId || !isSameCall(open.call, call) || open.transcript?.whole === false) continue;
			if (open.audience.gone) return open;
			found ??= open;
		}
		return found;
	}

	/** The answer to a call that a retry by this key repeats: one that nobody took before one that was sent. */
	findAnswer(keyId: string, call: SameCall): WholeAnswer | undefined {
		return this.#undelivered.find(keyId, call) ?? this.#sent.find(keyId, call);
	}
}
