import { Audience } from "./audience.ts";
import type { MakeWhole, OpenCall, OpenCallFacts } from "./open-call.ts";
import { type KeepingBounds, RecentCalls } from "./recent-calls.ts";
import { isSameCall, type SameCall } from "./same-call.ts";
import { TranscriptRoom } from "./transcript.ts";
import type { WholeAnswer } from "./whole-answer.ts";

/** How long an answer can be had again by a retry that names no key for it. */
const KEPT_MS = 10 * 60_000;
const UNDELIVERED: KeepingBounds = { ms: KEPT_MS, characters: 64 * 1024 * 1024 };
const SENT: KeepingBounds = { ms: KEPT_MS, characters: 16 * 1024 * 1024 };
/** Nobody is told to wait longer than a minute before a retry, which is when a mark is looked for. */
const MARKS: KeepingBounds = { ms: 2 * 60_000, characters: 16 * 1024 * 1024, calls: 1_000 };
const TRANSCRIPT_CHARACTERS = 128 * 1024 * 1024;

/**
 * What this process knows of the calls that a retry may repeat: those it is answering, and the answers nobody took. A call
 * pays for being in here with an entry in a set: bodies are kept by reference, and compared only when somebody says that
 * they are retrying.
 */
export class Retries {
	/**
	 * Calls that were told to try again. Their retries repeat no other call, though one of the same body may be running or be
	 * answered: they run anew.
	 */
	readonly refusals: RecentCalls<true>;
	readonly transcriptRoom = new TranscriptRoom(TRANSCRIPT_CHARACTERS);
	readonly #monotonic: () => number;
	readonly #open = new Set<OpenCall>();
	/** Calls that their callers gave a name to, until their answers are kept. */
	readonly #named = new Map<string, OpenCall>();
	readonly #undelivered: RecentCalls<WholeAnswer>;
	/** Answers that left whole, to clients that would tell: they may have been lost on the way. */
	readonly #sent: RecentCalls<WholeAnswer>;
	/** Calls that were given up because they stalled. What is begun in their place is not given up in its turn. */
	readonly #stalled: RecentCalls<true>;

	constructor(monotonic: () => number) {
		this.#monotonic = monotonic;
		this.refusals = new RecentCalls(monotonic, MARKS);
		this.#stalled = new RecentCalls(monotonic, MARKS);
		this.#undelivered = new RecentCalls(monotonic, UNDELIVERED);
		this.#sent = new RecentCalls(monotonic, SENT);
	}

	/** A call is going to be answered. End it, whatever becomes of it. */
	begin(facts: OpenCallFacts): OpenCall {
		const audience = new Audience(this.#monotonic);
		const { keyId, call, name, tellsRetries } = facts;
		const replacesStalled = this.#stalled.take(keyId, call) === true;
		const unknown = { upstream: undefined, answer: undefined, transcript: undefined, onEnd: undefined };
		const open: OpenCall = { keyId, call, name, tellsRetries, audience, replacesStalled, ...unknown };
		this.#open.add(open);
		if (name !== undefined) this.#named.set(namedBy(keyId, name), open);
		return open;
	}

	/**
	 * Its answer has ended, or is not worth waiting for any more.
	 *
	 * @param whole what a retry may be given; absent where there is no answer.
	 * @returns where its answer is being kept for other processes: until that is done.
	 */
	end(open: OpenCall, whole?: MakeWhole): Promise<void> | undefined {
		if (!this.#open.delete(open)) return undefined;
		open.transcript?.close();
		this.#remember(open, whole);
		const kept = open.onEnd?.(whole);
		if (open.name === undefined) return kept;
		if (whole && kept) void kept.finally(() => this.#forget(open));
		else this.#forget(open);
		return kept;
	}

	/** A call that has stalled is given up for one that is begun in its place. */
	supersede(open: OpenCall): void {
		if (!open.upstream) return;
		this.#stalled.add(open.keyId, open.call, true);
		void this.end(open);
		open.upstream.stop("superseded");
	}

	/** The call by this name, while it is answered and until its answer is kept. */
	findNamed(keyId: string, name: string): OpenCall | undefined {
		return this.#named.get(namedBy(keyId, name));
	}

	#forget(open: OpenCall): void {
		const name = namedBy(open.keyId, open.name ?? "");
		if (this.#named.get(name) === open) this.#named.delete(name);
	}

	#remember(open: OpenCall, whole: MakeWhole | undefined): void {
		if (!open.audience.gone && !open.tellsRetries) return;
		const answer = whole?.();
		if (!answer) return;
		const kept = open.audience.gone ? this.#undelivered : this.#sent;
		kept.add(open.keyId, open.call, answer, answer.text.length);
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

function namedBy(keyId: string, name: string): string {
	return `${keyId} ${name}`;
}
