import { type NativeStream, TurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import { failureOf } from "./attempt-failure.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";
import { HoldKeeper } from "./hold-keeper.ts";
import { identityOf } from "./identity-of.ts";
import { KEEP_ALIVE, Mailbox } from "./mailbox.ts";
import type { MeteredFrame } from "./opened-stream.ts";
import { makeRelay } from "./relay.ts";
import { answerHeaders } from "./response-headers.ts";
import type { SetAside } from "./set-aside.ts";
import type { Outcome, Settlement } from "./settlement.ts";
import { StreamProgress } from "./stream-progress.ts";

const encoder = new TextEncoder();

type StreamAnswer = Answer & { kind: "stream" };

/** Everything one stream's story needs. */
interface Streaming {
	readonly deps: ApiDependencies;
	readonly generation: Generation;
	readonly answer: StreamAnswer;
	readonly settlement: Settlement;
	readonly relay: NativeStream;
	readonly progress: StreamProgress;
	readonly holds: HoldKeeper;
	readonly mailbox: Mailbox<readonly MeteredFrame[] | undefined>;
}

/** Answers a streamed call: frames pass as they come, and the last ones only once the usage is durable. */
export function answerStream(
	deps: ApiDependencies,
	generation: Generation,
	aside: SetAside,
	settlement: Settlement,
	answer: StreamAnswer,
	toBody: (chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>) => BodyInit,
): Response {
	const progress = new StreamProgress();
	const streaming: Streaming = {
		deps,
		generation,
		answer,
		settlement,
		progress,
		relay: makeRelay(generation.format, identityOf(generation, answer), answer.provider, answer.native),
		holds: new HoldKeeper(deps.allowances, aside.hold, answer.need, generation.call.maxCostNanoUsd),
		mailbox: new Mailbox(() => answer.stream.next(), deps.deadlines, deps.timeouts.keepAliveMs),
	};
	// Whether or not anyone still reads the body, a caller who left ends the generation.
	generation.caller.addEventListener("abort", () => void endAborted(streaming), { once: true });
	const headers = answerHeaders(deps, generation, aside, answer, "text/event-stream; charset=utf-8");
	return new Response(toBody(chunksOf(streaming)), { headers });
}

async function* chunksOf(streaming: Streaming): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const { deps, answer, relay, settlement, mailbox } = streaming;
	const { upstream } = answer;
	const idle = upstream.stopAfter(deps.timeouts.idleMs, "idle");
	upstream.stopAfter(deps.timeouts.totalMs, "total");
	let checkpointAt = deps.monotonic() + deps.timeouts.checkpointMs;
	try {
		let frames: readonly MeteredFrame[] | undefined | typeof KEEP_ALIVE = answer.stream.first;
		while (frames) {
			if (frames === KEEP_ALIVE) yield encoder.encode(keepAliveFrame(streaming));
			else {
				// A reader that takes its time is not an upstream that stalls.
				idle.at = Number.POSITIVE_INFINITY;
				if (!(await isCovered(streaming, frames))) return yield* cutShort(streaming);
				const text = passFrames(streaming, frames);
				if (text !== "") yield encoder.encode(text);
			}
			if (streaming.progress.ended) break;
			const now = deps.monotonic();
			// Our own signs of life are none of the upstream's.
			if (frames !== KEEP_ALIVE) idle.at = now + deps.timeouts.idleMs;
			if (now >= checkpointAt) {
				checkpointAt = now + deps.timeouts.checkpointMs;
				settlement.checkpoint(outcomeOf(streaming, "aborted"));
			}
			frames = await mailbox.next();
		}
		if (!streaming.progress.complete) throw new Error("the upstream closed its stream early");
		upstream.end();
		if (settlement.ended) return;
		const bill = await settlement.record(outcomeOf(streaming, "completed"));
		yield encoder.encode(relay.finish(bill));
	} catch (error) {
		yield* failed(streaming, error);
	} finally {
		mailbox.close();
		await endAborted(streaming);
	}
}

/** Whether the hold covers these frames too; asked before they are sent. The last ones know their price themselves. */
function isCovered({ holds, progress }: Streaming, frames: readonly MeteredFrame[]): boolean | Promise<boolean> {
	let contentLength = 0;
	for (const { reading } of frames) {
		if (reading.end) return true;
		contentLength += reading.contentLength;
	}
	return holds.keepAhead(progress.tokensAtMost(contentLength));
}

/** Sends frames on; an error among them ends the stream. */
function passFrames({ progress, relay }: Streaming, frames: readonly MeteredFrame[]): string {
	let text = "";
	for (const { frame, reading } of frames) {
		if (reading.failure) throw new UpstreamSaidError(reading.failure.message);
		progress.take(reading);
		text += relay.pass(frame);
		if (reading.end) break;
	}
	return text;
}

class UpstreamSaidError extends Error {
	override readonly name = "UpstreamSaidError";
}

function keepAliveFrame({ generation }: Streaming): string {
	return generation.call.format === "messages" ? 'event: ping\ndata: {"type":"ping"}\n\n' : ": TURNPIKE PROCESSING\n\n";
}

/** What the caller can no longer afford is not begun: the answer ends within its hold, as one that hit its length. */
async function* cutShort(streaming: Streaming): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const { answer, relay, settlement } = streaming;
	answer.upstream.stop("cut");
	const bill = await settlement.record(outcomeOf(streaming, "cut"));
	yield encoder.encode(relay.cut(bill));
}

/** After the first byte a failure is said in-band, and costs the caller nothing. */
async function* failed(streaming: Streaming, error: unknown): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const { deps, generation, answer, settlement, relay } = streaming;
	if (generation.caller.aborted) return;
	if (error instanceof TurnpikeError) {
		yield encoder.encode(relay.fail(error));
		return;
	}
	const failure = failureOf(error, answer.upstream.stopped);
	const why = error instanceof UpstreamSaidError ? error.message : failure.message;
	deps.log.info("stream interrupted", {
		generation_id: generation.id,
		endpoint: answer.need.attempt.endpoint.id,
		error,
	});
	answer.upstream.stop("finished");
	if (!settlement.ended) {
		const outcome = outcomeOf(streaming, "interrupted");
		await settlement.record({ ...outcome, usage: {}, providerUsage: outcome.usage }).catch(() => {});
	}
	const message = `The provider's answer broke off (${why}). It was not charged.`;
	yield encoder.encode(relay.fail(new TurnpikeError("stream_interrupted", message)));
}

/** The caller went away: upstream is stopped at once, and what was delivered is recorded, then billed by its evidence. */
async function endAborted(streaming: Streaming): Promise<void> {
	const { answer, settlement, deps, generation, progress } = streaming;
	answer.upstream.end();
	if (settlement.ended) return;
	answer.upstream.stop("caller_gone");
	const outcome = outcomeOf(streaming, "aborted");
	const delivered = progress.contentLength > 0;
	const billed = delivered ? outcome : { ...outcome, usage: {}, providerUsage: outcome.usage };
	try {
		await settlement.record(billed);
	} catch (error) {
		deps.log.error("a disconnect was not recorded", { generation_id: generation.id, error });
	}
}

function outcomeOf({ generation, answer, progress }: Streaming, status: Outcome["status"]): Outcome {
	const { usage, estimated } = progress.usageSoFar(generation.call);
	const nothing = status === "completed" && progress.contentLength === 0 && progress.finishReason === "";
	return {
		need: answer.need,
		status,
		usage: nothing ? {} : usage,
		providerUsage: usage,
		estimated,
		finishReason: status === "cut" ? "length" : progress.finishReason,
		upstreamId: progress.upstreamId,
		ttftMs: answer.firstByteAt - answer.dispatchedAt,
	};
}
