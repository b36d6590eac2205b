import type { ApiDependencies } from "../dependencies.ts";
import { CallerGone } from "../inference/attempt-failure.ts";
import type { Asked } from "./asked.ts";
import type { Delivery } from "./delivery.ts";
import type { OpenCall } from "./open-call.ts";
import { answerNotKept } from "./repeat-errors.ts";
import { nobodyReads, replayHeaders, responseOf } from "./response-of.ts";

/** After so many times that everybody left it, an answer that has not begun is taken for one that never will. */
const DESERTIONS = 2;

/**
 * Waits with others for a call that is being answered. A provider that says nothing may be slow, or may have lost the call:
 * so its answer is waited for, but not for ever. When everybody has left it twice, the next who comes waits half as long as
 * they did; then it is given up, at no cost, for a new one. That one is not given up: whoever leaves again and again is
 * charged for every second call that is begun.
 *
 * @returns undefined when it was given up: the call is to be answered anew.
 * @throws what its first caller is told.
 */
export async function join(
	deps: ApiDependencies,
	{ signal, requestId, leave }: Asked,
	open: OpenCall,
): Promise<Response | undefined> {
	if (open.transcript?.whole === false) throw answerNotKept(undefined);
	const stalledAfterMs = mayStall(open) ? open.audience.patienceMs / 2 : Number.POSITIVE_INFINITY;
	const leaveAudience = open.audience.enter(signal);
	const leaveAll = () => {
		leaveAudience();
		leave();
	};
	try {
		const delivery = await deliveryOf(deps, open, stalledAfterMs);
		if (signal.aborted) return nobodyReads();
		return delivery && responseOf(deps, delivery, leaveAll, replayHeaders(delivery.headers, requestId));
	} catch (error) {
		// Given up by another who waited, and not because nobody did.
		if (error instanceof CallerGone && !signal.aborted) return undefined;
		throw error;
	} finally {
		if (signal.aborted) leaveAll();
	}
}

function mayStall({ audience, upstream, replacesStalled }: OpenCall): boolean {
	return audience.desertions >= DESERTIONS && upstream !== undefined && !replacesStalled;
}

function deliveryOf(deps: ApiDependencies, open: OpenCall, stalledAfterMs: number): Promise<Delivery | undefined> {
	const { answer } = open;
	if (!answer) throw new Error("a call that nobody answers cannot be joined");
	if (stalledAfterMs === Number.POSITIVE_INFINITY) return answer;
	return new Promise((resolve, reject) => {
		const stalled = () => {
			if (!open.upstream) return;
			deps.retries.supersede(open);
			resolve(undefined);
		};
		const deadline = deps.deadlines.watch(stalledAfterMs, stalled);
		answer.then(resolve, reject).finally(() => deps.deadlines.forget(deadline));
	});
}
