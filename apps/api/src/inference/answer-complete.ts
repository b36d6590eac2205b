import type { Bill, Call, Usage } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Delivery } from "../retries/delivery.ts";
import { estimateTokens } from "./evidence/estimate-tokens.ts";
import { estimateUsage } from "./evidence/estimate-usage.ts";
import { textOfEvents } from "./evidence/generated-text.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";
import { identityOf } from "./identity-of.ts";
import { answerHeaders } from "./response-headers.ts";
import type { SetAside } from "./set-aside.ts";
import type { Outcome, Settlement } from "./settlement.ts";

type CompleteAnswer = Answer & { readonly kind: "complete" };

/**
 * Answers a call that was not streamed: the usage is durable before the first byte of the answer leaves. Its provider bills
 * it whoever has left meanwhile, so it is billed, once; a retry gets the answer.
 */
export async function answerComplete(
	deps: ApiDependencies,
	generation: Generation,
	aside: SetAside,
	settlement: Settlement,
	answer: CompleteAnswer,
): Promise<Delivery> {
	answer.upstream.end();
	const outcome = outcomeOf(generation, answer);
	const event = settlement.eventOf(outcome);
	// All that can fail is done before anything is billed.
	const text = write(generation, answer, settlement.billOf(outcome, event));
	await settlement.record(outcome, event);
	return { kind: "complete", headers: answerHeaders(deps, generation, aside, answer, "application/json"), text };
}

function write(generation: Generation, answer: CompleteAnswer, bill: Bill): string {
	const { format } = generation;
	const identity = identityOf(generation, answer);
	return answer.native
		? format.stampAnswer(answer.body, identity, bill)
		: format.writeAnswer(answer.provider.dialect.decodeAnswer(answer.body, "chat"), identity, bill);
}

function outcomeOf({ call, open }: Generation, answer: CompleteAnswer): Outcome {
	const { reading } = answer;
	const used = reading.usage ?? countedUsage(call, answer);
	// An answer with nothing in it and no word on why is a failure in disguise: free.
	const empty = reading.contentLength === 0 && !reading.finishReason && call.format !== "embeddings";
	return {
		need: answer.need,
		status: open.audience.gone ? "aborted" : "completed",
		usage: empty ? {} : used,
		providerUsage: used,
		evidence: reading.usage === undefined ? "counted" : "provider",
		finishReason: reading.finishReason ?? "",
		upstreamId: reading.upstreamId ?? "",
		ttftMs: answer.firstByteAt - answer.dispatchedAt,
	};
}

/** The provider sent no usage that could be true. */
function countedUsage(call: Call, { provider, native, body }: CompleteAnswer): Usage {
	if (call.format === "embeddings") return estimateUsage(call, undefined, 0);
	const text = textOfEvents(provider.dialect.decodeAnswer(body, native ? call.format : "chat"));
	return estimateUsage(call, undefined, estimateTokens(text));
}
