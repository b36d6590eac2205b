import { type NativeStream, TurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { SharedStream } from "../retries/delivery.ts";
import { goOnAlone } from "../retries/go-on-alone.ts";
import { Transcript } from "../retries/transcript.ts";
import { failureOf } from "./attempt-failure.ts";
import type { Deadline } from "./deadlines.ts";
import { askProvider } from "./evidence/ask-provider.ts";
import { weighStream } from "./evidence/weigh-stream.ts";
import type { Weighed } from "./evidence/weighed.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";
import { HoldKeeper } from "./hold-keeper.ts";
import { identityOf } from "./identity-of.ts";
import { keepAliveFrame } from "./keep-alive-frame.ts";
import { KEEP_ALIVE, Mailbox } from "./mailbox.ts";
import type { MeteredFrames } from "./opened-stream.ts";
import { makeRelay } from "./relay.ts";
import type { SetAside } from "./set-aside.ts";
import type { Outcome, Settlement } from "./settlement.ts";
import { streamOutcome } from "./stream-outcome.ts";
import { StreamProgress } from "./stream-progress.ts";

export type StreamAnswer = Answer & { readonly kind: "stream" };

type Frames = readonly MeteredFrames[];

/**
 * One streamed answer, whoever reads it. A reader who has had all there is takes the next step, so the upstream goes at the
 * pace of the quickest; without readers it is drained or given up. Frames pass as they come, and the last ones only once
 * the usage is durable.
 */
export class StreamRun implements SharedStream {
	readonly transcript: Transcript;
	readonly #deps: ApiDependencies;
	readonly #generation: Generation;
	readonly #answer: StreamAnswer;
	readonly #headers: Readonly<Record<string, string>>;
	readonly #settlement: Settlement;
	readonly #relay: NativeStream;
	readonly #progress = new StreamProgress();
	readonly #holds: HoldKeeper;
	readonly #mailbox: Mailbox<Frames | undefined>;
	readonly #idle: Deadline;
	#first: Frames | undefined;
	#checkpointAt: number;
	#step: Promise<typeof KEEP_ALIVE | undefined> | undefined;
	/** The last step heard nothing: the upstream's time to say something goes on. */
	#silent = false;
	#draining = false;
	#ended = false;

	constructor(
		deps: ApiDependencies,
		generation: Generation,
		aside: SetAside,
		settlement: Settlement,
		answer: StreamAnswer,
		headers: Readonly<Record<string, string>>,
	) {
		const { idleMs, totalMs, keepAliveMs, checkpointMs } = deps.timeouts;
		const named = generation.open.name !== undefined;
		this.transcript = new Transcript(deps.retries.transcriptRoom, named ? MOST_NAMED_CHARACTERS : MOST_CHARACTERS);
		this.#deps = deps;
		this.#generation = generation;
		this.#answer = answer;
		this.#headers = headers;
		this.#settlement = settlement;
		this.#relay = makeRelay(generation.format, identityOf(generation, answer), answer.provider, answer.native);
		this.#holds = new HoldKeeper(deps.allowances, aside.hold, answer.need, generation.call.maxCostNanoUsd);
		this.#mailbox = new Mailbox(() => answer.stream.next(), deps.deadlines, keepAliveMs);
		this.#idle = answer.upstream.stopAfter(idleMs, "idle");
		answer.upstream.stopAfter(totalMs, "total");
		this.#first = answer.stream.first;
		this.#checkpointAt = deps.monotonic() + checkpointMs;
		generation.open.transcript = this.transcript;
		generation.open.audience.whenGone(() => this.#desert());
	}

	/** The answer from its beginning. @param leave says that this reader has gone. */
	async *read(leave: () => void): AsyncGenerator<string> {
		const { transcript } = this;
		try {
			for (let at = 0; ; ) {
				const text = transcript.at(at);
				if (text !== undefined) {
					at += 1;
					yield text;
				} else if (transcript.isBehind(at)) throw new Error("this reader fell behind an answer too long to be kept");
				else if (this.#ended) return;
				else if ((await this.#advance()) === KEEP_ALIVE) yield keepAliveFrame(this.#generation.call.format);
			}
		} finally {
			leave();
		}
	}

	/** Takes the next step, or waits for the one under way. @returns a sign of life where nothing was said for a while. */
	#advance(): Promise<typeof KEEP_ALIVE | undefined> {
		this.#step ??= this.#takeStep();
		return this.#step;
	}

	async #takeStep(): Promise<typeof KEEP_ALIVE | undefined> {
		try {
			const frames = this.#progress.ended ? undefined : await this.#nextFrames();
			this.#silent = frames === KEEP_ALIVE;
			if (frames === KEEP_ALIVE) return KEEP_ALIVE;
			// A reader that takes its time is not an upstream that stalls.
			this.#idle.at = Number.POSITIVE_INFINITY;
			if (frames === undefined) await this.#finish();
			else if (await this.#isCovered(frames)) this.#say(this.#pass(frames));
			else await this.#cutShort();
		} catch (error) {
			await this.#fail(error);
		} finally {
			this.#step = undefined;
		}
		return undefined;
	}

	#nextFrames(): Frames | Promise<Frames | typeof KEEP_ALIVE | undefined> {
		const first = this.#first;
		this.#first = undefined;
		if (first) return first;
		const { idleMs, checkpointMs } = this.#deps.timeouts;
		const now = this.#deps.monotonic();
		// Our own signs of life are none of the upstream's.
		if (!this.#silent) this.#idle.at = now + idleMs;
		if (now >= this.#checkpointAt) {
			this.#checkpointAt = now + checkpointMs;
			const { usage } = weighStream(this.#progress, this.#generation.call);
			this.#settlement.checkpoint(this.#outcome("aborted", { usage, evidence: "checkpoint" }));
		}
		return this.#mailbox.next();
	}

	/** Whether the hold covers these frames too; asked before they are sent. The last ones know their price themselves. */
	#isCovered(frames: Frames): boolean | Promise<boolean> {
		let contentLength = 0;
		for (const { reading } of frames) {
			if (reading.end) return true;
			contentLength += reading.contentLength;
		}
		return this.#holds.keepAhead(this.#progress.tokensAtMost(contentLength));
	}

	/** What of these frames is sent on; an error among them ends the stream. */
	#pass(pieces: Frames): string {
		let text = "";
		for (const { frames: said, count, plain, reading } of pieces) {
			if (reading.failure) throw new UpstreamSaidError(reading.failure.message);
			this.#progress.take(reading, count);
			text += plain ? this.#relay.passPlain(said) : this.#relay.pass(said);
			if (reading.end) break;
		}
		return text;
	}

	#say(text: string): void {
		if (text !== "" && !this.#ended) this.transcript.push(text);
	}

	async #finish(): Promise<void> {
		if (!this.#progress.complete) throw new Error("the upstream closed its stream early");
		this.#answer.upstream.end();
		if (this.#settlement.ended) return this.#end("broken");
		const alone = this.#generation.open.audience.gone;
		const outcome = alone ? this.#outcome("aborted", await this.#weighAlone()) : this.#outcome("completed");
		const bill = await this.#settlement.record(outcome);
		this.#say(this.#relay.finish(bill));
		this.#end("whole");
	}

	/** What the caller can no longer afford is not begun: the answer ends within its hold, as one that hit its length. */
	async #cutShort(): Promise<void> {
		this.#answer.upstream.stop("cut");
		const bill = await this.#settlement.record(this.#outcome("cut"));
		this.#say(this.#relay.cut(bill));
		this.#end("whole");
	}

	/** After the first byte a failure is said in-band, and costs the caller nothing. */
	async #fail(error: unknown): Promise<void> {
		const { upstream, need } = this.#answer;
		if (upstream.stopped === "caller_gone") return;
		if (upstream.stopped === "drained_enough") return this.#giveUp();
		if (error instanceof TurnpikeError) {
			this.#say(this.#relay.fail(error));
			return this.#end("broken");
		}
		const failure = failureOf(error, upstream.stopped);
		const why = error instanceof UpstreamSaidError ? error.message : failure.message;
		const { id } = this.#generation;
		this.#deps.log.info("stream interrupted", { generation_id: id, endpoint: need.attempt.endpoint.id, error });
		upstream.stop("finished");
		if (!this.#settlement.ended) {
			const outcome = this.#outcome("interrupted");
			await this.#settlement.record({ ...outcome, usage: {}, providerUsage: outcome.usage }).catch(() => {});
		}
		const message = `The provider's answer broke off (${why}). It was not charged.`;
		this.#say(this.#relay.fail(new TurnpikeError("stream_interrupted", message)));
		this.#end("broken");
	}

	/** Nobody reads any more: the rest is read for its usage, or the upstream is stopped at once. */
	#desert(): void {
		if (this.#ended) return;
		if (goOnAlone(this.#deps, this.#generation, this.#answer.provider)) void this.#drain();
		else {
			this.#answer.upstream.stop("caller_gone");
			void this.#giveUp();
		}
	}

	async #drain(): Promise<void> {
		if (this.#draining) return;
		this.#draining = true;
		this.#answer.upstream.stopAfter(this.#deps.timeouts.drainMs, "drained_enough");
		while (!this.#ended) await this.#advance();
	}

	/** What was delivered is recorded, then billed by its evidence. */
	async #giveUp(): Promise<void> {
		this.#end("broken");
		if (this.#settlement.ended) return;
		try {
			await this.#settlement.record(this.#outcome("aborted", await this.#weighAlone()));
		} catch (error) {
			this.#deps.log.error("a disconnect was not recorded", { generation_id: this.#generation.id, error });
		}
	}

	/** @param how an answer that is whole may be given to a retry; one that broke off may not. */
	#end(how: "whole" | "broken"): void {
		this.#ended = true;
		this.#mailbox.close();
		this.#answer.upstream.end();
		const whole = () => {
			const text = this.transcript.text();
			return text === undefined ? undefined : { headers: this.#headers, text };
		};
		void this.#deps.retries.end(this.#generation.open, how === "whole" ? whole : undefined);
	}

	#weigh(): Weighed {
		return weighStream(this.#progress, this.#generation.call, this.transcript);
	}

	/** Where nobody waits there is time to ask the provider. */
	async #weighAlone(): Promise<Weighed> {
		const weighed = this.#weigh();
		if (weighed.evidence === "provider") return weighed;
		const usage = await askProvider(this.#deps, this.#answer.provider, this.#progress.upstreamId);
		return usage ? { usage, evidence: "lookup" } : weighed;
	}

	#outcome(status: Outcome["status"], weighed = this.#weigh()): Outcome {
		return streamOutcome(this.#answer, this.#progress, status, weighed);
	}
}

/** The most of one answer that is kept while it runs, for retries that join it. */
const MOST_CHARACTERS = 1024 * 1024;
/** The same where its caller asked for it to be kept. */
const MOST_NAMED_CHARACTERS = 32 * 1024 * 1024;

class UpstreamSaidError extends Error {
	override readonly name = "UpstreamSaidError";
}
