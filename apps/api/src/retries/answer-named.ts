import type { ApiDependencies } from "../dependencies.ts";
import { completeAnswerMs } from "../inference/complete-answer-ms.ts";
import { generate } from "../inference/generate.ts";
import { answerNew } from "./answer-new.ts";
import type { Arrive, Asked } from "./asked.ts";
import { awaitKnown } from "./await-known.ts";
import { fingerprintOf } from "./call-name.ts";
import type { Delivery } from "./delivery.ts";
import { join } from "./join.ts";
import { keepWhenEnded, NAMED_MS } from "./keep-answer.ts";
import type { OpenCall } from "./open-call.ts";
import { otherCall } from "./repeat-errors.ts";
import { replayHeaders } from "./response-of.ts";
import { isSameCall } from "./same-call.ts";

/**
 * Answers a call that its caller gave a name to: once for all who ask by that name within a day, in whatever process. Those
 * who ask here share one claim.
 *
 * @throws TurnpikeError when the name stands for another call, or the claim cannot be made.
 */
export async function answerNamed(
	deps: ApiDependencies,
	asked: Asked,
	arrive: Arrive,
	name: string,
): Promise<Response> {
	const { keyId, call } = asked;
	for (let running = deps.retries.findNamed(keyId, name); running; running = deps.retries.findNamed(keyId, name)) {
		if (!isSameCall(running.call, call)) throw otherCall();
		const joined = await join(deps, asked, running);
		if (joined) return joined;
	}
	const open = deps.retries.begin({ keyId, call, name, tellsRetries: false });
	return answerNew(deps, asked, open, () => answerClaimed(deps, asked, arrive, open, name));
}

async function answerClaimed(
	deps: ApiDependencies,
	{ keyId, call, generationId, request, requestId }: Asked,
	arrive: Arrive,
	open: OpenCall,
	name: string,
): Promise<Delivery> {
	const claim = { keyId, name, generationId };
	const asking = { ...claim, fingerprint: await fingerprintOf(call), keptMs: NAMED_MS };
	const waitMs = completeAnswerMs(request.headers, deps.timeouts.completeAnswerMs);
	const known = await awaitKnown(deps, open.audience, waitMs, () => deps.archive.claim(asking));
	if (known.kind === "answered") {
		const { headers, text } = known.answer;
		return { kind: "complete", headers: replayHeaders(headers, requestId), text };
	}
	keepWhenEnded(deps, open, claim, NAMED_MS);
	return generate(deps, arrive(open));
}
