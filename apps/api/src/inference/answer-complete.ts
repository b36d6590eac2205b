import type { ApiDependencies } from "../dependencies.ts";
import { CallerGone } from "./attempt-failure.ts";
import { estimateUsage } from "./estimate-usage.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";
import { identityOf } from "./identity-of.ts";
import { answerHeaders } from "./response-headers.ts";
import type { SetAside } from "./set-aside.ts";
import type { Outcome, Settlement } from "./settlement.ts";

/** Answers a call that was not streamed: the usage is durable before the first byte of the answer leaves. */
export async function answerComplete(
	deps: ApiDependencies,
	generation: Generation,
	aside: SetAside,
	settlement: Settlement,
	answer: Answer & { kind: "complete" },
): Promise<Response> {
	answer.upstream.end();
	const outcome = outcomeOf(generation, answer);
	if (generation.caller.aborted) {
		// Nothing was delivered, so nothing is owed; what the provider bills is the house's.
		await settlement.record({ ...outcome, status: "aborted", usage: {}, providerUsage: outcome.usage });
		throw new CallerGone();
	}
	const bill = await settlement.record(outcome);
	const { format } = generation;
	const identity = identityOf(generation, answer);
	const text = answer.native
		? format.stampAnswer(answer.body, identity, bill)
		: format.writeAnswer(answer.provider.dialect.decodeAnswer(answer.body, "chat"), identity, bill);
	return new Response(text, { headers: answerHeaders(deps, generation, aside, answer, "application/json") });
}

function outcomeOf({ call }: Generation, answer: Answer & { kind: "complete" }): Outcome {
	const { reading } = answer;
	const used = reading.usage ?? estimateUsage(call, undefined, reading.contentLength);
	// An answer with nothing in it and no word on why is a failure in disguise: free.
	const empty = reading.contentLength === 0 && !reading.finishReason && call.format !== "embeddings";
	return {
		need: answer.need,
		status: "completed",
		usage: empty ? {} : used,
		providerUsage: used,
		estimated: reading.usage === undefined,
		finishReason: reading.finishReason ?? "",
		upstreamId: reading.upstreamId ?? "",
		ttftMs: answer.firstByteAt - answer.dispatchedAt,
	};
}
