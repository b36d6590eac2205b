import { toTurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import { CallerGone } from "../inference/attempt-failure.ts";
import { completeAnswerMs } from "../inference/complete-answer-ms.ts";
import { generate } from "../inference/generate.ts";
import { answerNew } from "./answer-new.ts";
import type { Arrive, Asked } from "./asked.ts";
import { Audience } from "./audience.ts";
import { awaitKnown } from "./await-known.ts";
import { fingerprintOf, nameOfBody } from "./call-name.ts";
import { join } from "./join.ts";
import { StillRunning } from "./repeat-errors.ts";
import { replayOf } from "./response-of.ts";
import type { WholeAnswer } from "./whole-answer.ts";

/** Answers a client that says with every request whether it is a retry. */
export async function answerTelling(
	deps: ApiDependencies,
	asked: Asked,
	arrive: Arrive,
	isRetry: boolean,
): Promise<Response> {
	const { retries } = deps;
	const { keyId, call } = asked;
	try {
		// Of a call that was refused there is nothing to repeat.
		const repeats = isRetry && !retries.refusals.take(keyId, call);
		const repeated = repeats && ((await repeatHere(deps, asked)) ?? (await repeatElsewhere(deps, asked)));
		if (repeated) return repeated;
		const open = retries.begin({ keyId, call, name: undefined, tellsRetries: true });
		return await answerNew(deps, asked, open, () => generate(deps, arrive(open)));
	} catch (error) {
		// Who is told to try again will say so when it does.
		if (isRefusal(error)) retries.refusals.add(keyId, call, true);
		throw error;
	}
}

/** Whether a call came to nothing, and may be made anew. */
function isRefusal(error: unknown): boolean {
	if (error instanceof CallerGone || error instanceof StillRunning) return false;
	return toTurnpikeError(error).shouldRetry;
}

/** The answer to the call that this one repeats, if this process is giving or gave it. */
async function repeatHere(deps: ApiDependencies, asked: Asked): Promise<Response | undefined> {
	const { keyId, call } = asked;
	for (let open = deps.retries.findOpen(keyId, call); open; open = deps.retries.findOpen(keyId, call)) {
		const joined = await join(deps, asked, open);
		if (joined) return joined;
	}
	const answer = deps.retries.findAnswer(keyId, call);
	return answer && replay(asked, answer);
}

/** The same from another process, where its caller has gone and it went on. */
async function repeatElsewhere(deps: ApiDependencies, asked: Asked): Promise<Response | undefined> {
	const { keyId, call, request, signal } = asked;
	const fingerprint = await fingerprintOf(call);
	const audience = new Audience(deps.monotonic);
	audience.enter(signal);
	const waitMs = completeAnswerMs(request.headers, deps.timeouts.completeAnswerMs);
	const find = () => deps.archive.find({ keyId, name: nameOfBody(fingerprint) }, fingerprint);
	const known = await awaitKnown(deps, audience, waitMs, find);
	if (known) return replay(asked, known.answer);
	// Another retry may have begun to answer it meanwhile.
	return repeatHere(deps, asked);
}

function replay({ requestId, leave }: Asked, answer: WholeAnswer): Response {
	leave();
	return replayOf(answer, requestId);
}
