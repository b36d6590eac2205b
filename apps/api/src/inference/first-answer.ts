import { price } from "@turnpike/catalog";
import { costFromPico, ZERO_NANO_USD } from "@turnpike/money";
import type { AnswerReading } from "@turnpike/providers";
import { openAttemptSpan } from "@turnpike/telemetry";
import { type RawBody, readBodyText, TurnpikeError, type UpstreamFailure, type Usage } from "@turnpike/wire";
import type { ApiDependencies, Provider } from "../dependencies.ts";
import { isRequestsOwn } from "../health/is-requests-own.ts";
import { goOnAlone } from "../retries/go-on-alone.ts";
import { AttemptFailed, CallerGone, failureOf, isForNobody } from "./attempt-failure.ts";
import { allAttemptsFailed, type FailedAttempt } from "./attempts-error.ts";
import type { Generation } from "./generation.ts";
import { hashBody } from "./hash-body.ts";
import type { Need } from "./needs.ts";
import { OpenedStream } from "./opened-stream.ts";
import type { SetAside } from "./set-aside.ts";
import { malformed, readFailureText, UpstreamCall } from "./upstream-call.ts";

interface AnswerBase {
	readonly need: Need;
	readonly provider: Provider;
	/** The upstream speaks the caller's own format: nothing is translated. */
	readonly native: boolean;
	readonly upstream: UpstreamCall;
	/** Monotonic milliseconds. */
	readonly dispatchedAt: number;
	readonly firstByteAt: number;
}

/** An endpoint that has begun to answer; from here on there is no other. */
export type Answer =
	| (AnswerBase & { readonly kind: "complete"; readonly body: RawBody; readonly reading: AnswerReading })
	| (AnswerBase & { readonly kind: "stream"; readonly stream: OpenedStream });

/**
 * Tries the endpoints in order until one begins to answer. A failure before the first byte costs the caller nothing and
 * the next endpoint is tried, as long as somebody waits and the process may try again.
 *
 * @throws TurnpikeError when every attempt failed; CallerGone when nobody waits any more and nothing is under way.
 */
export async function firstAnswer(deps: ApiDependencies, generation: Generation, aside: SetAside): Promise<Answer> {
	const failed: FailedAttempt[] = [];
	deps.retryBudget.earn();
	const giveUpAt = deps.monotonic() + deps.timeouts.completeAnswerMs;
	for (const need of aside.needs) {
		const { endpoint } = need.attempt;
		const provider = deps.providers.get(endpoint.provider);
		if (!provider) throw new Error(`the plan names ${endpoint.provider}, which is not configured`);
		if (generation.open.audience.gone) throw new CallerGone();
		if (!mayTry(deps, failed.at(-1))) break;
		const began = deps.monotonic();
		if (!generation.call.stream && began >= giveUpAt) break;
		const span = openAttemptSpan(generation.span, {
			operation: generation.call.format === "embeddings" ? "embeddings" : "chat",
			attempt: generation.attempts.length + 1,
			endpointId: endpoint.id,
			provider: endpoint.provider,
			providerModelId: endpoint.providerModelId,
		});
		const answer = await attempt(deps, generation, aside, need, provider, giveUpAt - began);
		if ("failure" in answer) span.fail(answer.failure.kind);
		span.end();
		const tried = { endpointId: endpoint.id, provider: endpoint.provider };
		if (!("failure" in answer)) {
			const latencyMs = Math.round(answer.firstByteAt - began);
			generation.attempts.push({ ...tried, outcome: "answered", status: 200, failure: "", latencyMs });
			deps.metrics.attempts.of(endpoint.provider, "answered").add();
			return answer;
		}
		const { failure } = answer;
		generation.attempts.push({
			...tried,
			outcome: "failed",
			status: failure.status ?? null,
			failure: failure.kind,
			latencyMs: Math.round(deps.monotonic() - began),
			...costOf(need, answer.billed),
		});
		deps.metrics.attempts.of(endpoint.provider, failure.kind).add();
		deps.log.info("attempt failed", { generation_id: generation.id, endpoint: endpoint.id, failure });
		failed.push({ need, failure, refusal: answer.refusal });
	}
	throw allAttemptsFailed(failed);
}

/** Where the request itself was refused another endpoint is no retry, but the first that can carry it. */
function mayTry({ retryBudget, metrics }: ApiDependencies, before: FailedAttempt | undefined): boolean {
	if (!before || isRequestsOwn(before.failure) || retryBudget.spend()) return true;
	metrics.retriesWithheld.of().add();
	return false;
}

interface Failed {
	readonly failure: UpstreamFailure;
	/** Our own word on why this dialect cannot carry the call, if that was it. */
	readonly refusal: TurnpikeError | undefined;
	readonly billed: Usage | undefined;
}

/** What a failed attempt costs us, where its provider said what it used. */
function costOf({ attempt: { priceVersion } }: Need, billed: Usage | undefined) {
	const cost = billed ? costFromPico(price(billed, priceVersion)) : ZERO_NANO_USD;
	return cost === ZERO_NANO_USD ? {} : { providerCostNanoUsd: cost.toString() };
}

async function attempt(
	deps: ApiDependencies,
	generation: Generation,
	aside: SetAside,
	need: Need,
	provider: Provider,
	completeMs: number,
): Promise<Answer | Failed> {
	const upstream = new UpstreamCall(deps.deadlines);
	generation.open.audience.whenGone(() => leaveAttempt(deps, generation, provider, upstream));
	generation.open.upstream = upstream;
	const { firstByteMs } = deps.timeouts;
	const firstByte = upstream.stopAfter(generation.call.stream ? firstByteMs : completeMs, "first_byte");
	const { endpoint } = need.attempt;
	// The sandbox fails where it is told to.
	const health = endpoint.provider === "sandbox" ? undefined : deps.health;
	health?.began(endpoint.id);
	try {
		const answer = await dispatch(deps, generation, aside, need, provider, upstream);
		upstream.forget(firstByte);
		health?.answered(endpoint.id);
		// Nothing is under way any more that a caller who leaves could stop; a stream says for itself what then happens.
		generation.open.audience.whenGone(() => {});
		generation.open.upstream = undefined;
		return answer;
	} catch (error) {
		upstream.end();
		if (isForNobody(upstream.stopped)) {
			health?.left(endpoint.id);
			throw new CallerGone();
		}
		if (error instanceof TurnpikeError && error.status < 500) {
			health?.left(endpoint.id);
			return {
				failure: { kind: "rejected", status: undefined, message: error.message },
				refusal: error,
				billed: undefined,
			};
		}
		const failure = failureOf(error, upstream.stopped);
		upstream.stop("finished");
		health?.failed(endpoint.id, failure);
		return { failure, refusal: undefined, billed: error instanceof AttemptFailed ? error.billed : undefined };
	}
}

/** Nobody waits any more: what is billed whole is read on, for its usage and for a retry; anything else is stopped. */
function leaveAttempt(deps: ApiDependencies, generation: Generation, provider: Provider, upstream: UpstreamCall): void {
	if (goOnAlone(deps, generation, provider)) return void upstream.stopAfter(deps.timeouts.drainMs, "drained_enough");
	void deps.retries.end(generation.open);
	upstream.stop("caller_gone");
}

async function dispatch(
	deps: ApiDependencies,
	generation: Generation,
	{ outputLimit }: SetAside,
	need: Need,
	provider: Provider,
	upstream: UpstreamCall,
): Promise<Answer> {
	const { call } = generation;
	const { endpoint } = need.attempt;
	const target = {
		vendor: provider.vendor,
		baseUrl: provider.baseUrl,
		apiKey: provider.apiKey,
		providerModelId: endpoint.providerModelId,
		modelMaxOutputTokens: endpoint.maxOutputTokens,
		supportedParameters: endpoint.supportedParameters,
		forwardedHeaders: generation.forwardedHeaders,
		maxOutputTokens: outputLimit === undefined ? undefined : Math.floor(outputLimit / call.choices),
	};
	const { dialect } = provider;
	const native = dialect.native.includes(call.format);
	const request = native ? dialect.forward(call, target) : dialect.translate(call, target);
	const dispatchedAt = deps.monotonic();
	deps.metrics.ownTimeMs.of().observe(dispatchedAt - generation.arrivedAt);
	const sending = provider.send(request, upstream.signal);
	// While the provider is at it, this costs nobody any time.
	generation.requestSha256 ??= hashBody(call.body.text);
	const response = await sending;
	if (!response.ok) {
		throw new AttemptFailed(dialect.readFailure(response.status, response.headers, await readFailureText(response)));
	}
	const spoken = native ? call.format : (dialect.native[0] ?? call.format);
	const base = { need, provider, native, upstream, dispatchedAt };
	if (call.stream) {
		const stream = await OpenedStream.open(response, dialect, spoken);
		const firstByteAt = deps.monotonic();
		deps.metrics.firstByteMs.of(endpoint.provider).observe(firstByteAt - dispatchedAt);
		return { ...base, kind: "stream", stream, firstByteAt };
	}
	const text = await response.text();
	const body = readBodyText(text, text.length) ?? malformed("answered something that is not JSON", response.status);
	const reading = dialect.readAnswer(body, spoken);
	if (reading.failure) throw new AttemptFailed(reading.failure, reading.usage);
	return { ...base, kind: "complete", body, reading, firstByteAt: deps.monotonic() };
}
