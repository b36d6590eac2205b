import { type Call, toTurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Arrival } from "../inference/arrival.ts";
import { CallerGone } from "../inference/attempt-failure.ts";
import { generate } from "../inference/generate.ts";
import type { OpenCall } from "./open-call.ts";
import { replayHeaders, responseOf } from "./response-of.ts";

/** A call at the door, before it is known whether it is a new one. */
export interface Asked {
	readonly request: Request;
	readonly requestId: string;
	/** Says that this request is over; may be said twice. */
	readonly leave: () => void;
	readonly keyId: string;
	readonly call: Call;
}

/** Nobody reads it; the status nginx made customary for a client that closed the connection. */
const CLIENT_CLOSED_REQUEST = 499;
const RETRY_COUNT = "x-stainless-retry-count";

/**
 * Answers a call once, however often it is asked: a retry of a call whose answer is on its way, or was lost, gets that
 * answer, and nothing more is charged.
 *
 * @param arrive makes an arrival of a call that is new.
 * @throws what `generate` throws.
 */
export function answerCall(
	deps: ApiDependencies,
	asked: Asked,
	arrive: (open: OpenCall) => Arrival,
): Promise<Response> {
	const retryCount = asked.request.headers.get(RETRY_COUNT);
	if (retryCount === null) return answerNew(deps, asked, arrive, false);
	return answerTelling(deps, asked, arrive, Number(retryCount) >= 1);
}

/** Answers a client that says with every request whether it is a retry. */
async function answerTelling(
	deps: ApiDependencies,
	asked: Asked,
	arrive: (open: OpenCall) => Arrival,
	retries: boolean,
): Promise<Response> {
	try {
		const repeated = retries ? repeat(deps, asked) : undefined;
		return await (repeated ?? answerNew(deps, asked, arrive, true));
	} catch (error) {
		// Who is told to try again will say so when it does.
		const refused = !(error instanceof CallerGone) && toTurnpikeError(error).shouldRetry;
		if (refused) deps.retries.refusals.add(asked.keyId, asked.call);
		throw error;
	}
}

async function answerNew(
	deps: ApiDependencies,
	{ keyId, call, request }: Asked,
	arrive: (open: OpenCall) => Arrival,
	tellsRetries: boolean,
): Promise<Response> {
	const open = deps.retries.begin(keyId, call, tellsRetries);
	const leaveAudience = open.audience.enter(request.signal);
	try {
		open.answer = generate(deps, arrive(open));
		const delivery = await open.answer;
		if (delivery.kind === "complete") deps.retries.end(open, () => delivery);
		return request.signal.aborted ? nobodyReads() : responseOf(deps, delivery, leaveAudience);
	} catch (error) {
		deps.retries.end(open);
		throw error;
	}
}

/** What nobody is there to read. */
export function nobodyReads(): Response {
	return new Response(null, { status: CLIENT_CLOSED_REQUEST });
}

/** The answer to the call that this one repeats, if there is or will be one. */
function repeat(deps: ApiDependencies, asked: Asked): Promise<Response> | undefined {
	const { keyId, call } = asked;
	if (deps.retries.refusals.take(keyId, call)) return undefined;
	const open = deps.retries.findOpen(keyId, call);
	if (open?.answer) return join(deps, asked, open, open.answer);
	const answer = deps.retries.findAnswer(keyId, call);
	if (!answer) return undefined;
	asked.leave();
	return Promise.resolve(new Response(answer.text, { headers: replayHeaders(answer.headers, asked.requestId) }));
}

async function join(
	deps: ApiDependencies,
	{ request, requestId, leave }: Asked,
	open: OpenCall,
	answer: NonNullable<OpenCall["answer"]>,
): Promise<Response> {
	const leaveAudience = open.audience.enter(request.signal);
	const leaveAll = () => {
		leaveAudience();
		leave();
	};
	try {
		const delivery = await answer;
		if (request.signal.aborted) return nobodyReads();
		return responseOf(deps, delivery, leaveAll, replayHeaders(delivery.headers, requestId));
	} finally {
		if (request.signal.aborted) leaveAll();
	}
}
