import type { Call } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Arrival } from "../inference/arrival.ts";
import { generate } from "../inference/generate.ts";
import { replayHeaders, responseOf } from "./delivery.ts";
import type { OpenCall } from "./open-call.ts";

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
export async function answerCall(
	deps: ApiDependencies,
	asked: Asked,
	arrive: (open: OpenCall) => Arrival,
): Promise<Response> {
	const { keyId, call, request } = asked;
	const retryCount = request.headers.get(RETRY_COUNT);
	const repeated = Number(retryCount) >= 1 ? repeat(deps, asked) : undefined;
	if (repeated) return repeated;
	const open = deps.retries.begin(keyId, call, retryCount !== null);
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
