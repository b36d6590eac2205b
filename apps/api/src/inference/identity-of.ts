import type { AnswerIdentity } from "@turnpike/wire";
import { announcedInputTokens } from "./evidence/estimate-usage.ts";
import type { Answer } from "./first-answer.ts";
import type { Generation } from "./generation.ts";

/** What an answer is stamped with. */
export function identityOf(generation: Generation, answer: Answer): AnswerIdentity {
	const { call } = generation;
	return {
		generationId: generation.id,
		requestId: generation.requestId,
		model: answer.need.attempt.model.slug,
		provider: answer.provider.vendor.slug,
		providerName: answer.provider.vendor.name,
		createdAt: Math.floor(generation.admittedAt / 1_000),
		flavor: call.flavor,
		streamUsage: call.streamUsage,
		inputTokensEstimate: announcedInputTokens(call),
	};
}
