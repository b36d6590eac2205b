import type { ApiDependencies } from "../dependencies.ts";
import { completeAnswerMs } from "../inference/complete-answer-ms.ts";
import { generate } from "../inference/generate.ts";
import { answerNamed } from "./answer-named.ts";
import { answerNew } from "./answer-new.ts";
import { answerTelling } from "./answer-telling.ts";
import type { Arrive, Asked } from "./asked.ts";
import { nameOfKey } from "./call-name.ts";
import { withinPatience } from "./within-patience.ts";

/**
 * Answers a call once, however often it is asked: a retry of a call whose answer is on its way, or was lost, gets that
 * answer, and nothing more is charged.
 *
 * @throws what `generate` throws; TurnpikeError when what it repeats cannot be given again.
 */
export function answerCall(deps: ApiDependencies, asked: Asked, arrive: Arrive): Promise<Response> {
	const longestMs = deps.timeouts.completeAnswerMs;
	const waitMs = asked.call.stream ? longestMs : completeAnswerMs(asked.request.headers, longestMs);
	if (waitMs === longestMs) return answerOnce(deps, asked, arrive);
	return withinPatience(deps, asked, waitMs, (patient) => answerOnce(deps, patient, arrive));
}

function answerOnce(deps: ApiDependencies, asked: Asked, arrive: Arrive): Promise<Response> {
	const { headers } = asked.request;
	const idempotencyKey = headers.get("idempotency-key");
	if (idempotencyKey !== null) return answerNamed(deps, asked, arrive, nameOfKey(idempotencyKey));
	const retryCount = headers.get("x-stainless-retry-count");
	if (retryCount !== null) return answerTelling(deps, asked, arrive, Number(retryCount) >= 1);
	const { keyId, call } = asked;
	const open = deps.retries.begin({ keyId, call, name: undefined, tellsRetries: false });
	return answerNew(deps, asked, open, () => generate(deps, arrive(open)));
}
