import { TurnpikeError } from "@turnpike/wire";
import { EXCLUSION_REASONS, type Exclusion, type ExclusionReason, type Plan } from "../plan-types.ts";
import { environmentVariableOf, exclusionMessage } from "./exclusion-message.ts";

/**
 * The error for a plan without attempts. The candidates that came furthest through the filters decide which: one that is
 * configured and preferred but too small says more than ten that are not configured.
 *
 * @throws RangeError when the plan has attempts: there is nothing to explain.
 */
export function explainNoRoute(plan: Plan): TurnpikeError {
	if (plan.attempts.length > 0) throw new RangeError("a plan with attempts has a route");
	if (plan.request.models.length === 0) return modelNotFound(plan);
	const nearest = nearestMisses(plan.excluded);
	const first = nearest[0];
	if (first === undefined) return noEndpoint(plan, "no provider offers it");
	const metadata = { excluded: excludedCandidates(plan) };
	switch (first.reason) {
		case "model_not_allowed":
		case "provider_not_allowed":
			return new TurnpikeError("model_not_allowed", notAllowed(plan, first.reason), { param: "model", metadata });
		case "unpriced":
			return new TurnpikeError("price_unavailable", `No price is known for ${modelNames(plan)} at the moment.`, {
				metadata,
			});
		case "context_too_small":
			return new TurnpikeError("context_length_exceeded", tooLong(plan, nearest), {
				param: promptParam(plan),
				metadata,
			});
		case "max_tokens_too_large":
			return new TurnpikeError("max_tokens_exceeded", tooManyTokens(plan, nearest), { param: "max_tokens", metadata });
		default:
			return noEndpoint(plan, sharedMessage(nearest, first));
	}
}

function modelNotFound({ request: { call } }: Plan): TurnpikeError {
	const asked = [call.model, ...call.fallbackModels].map((name) => `'${name}'`).join(", ");
	return new TurnpikeError("model_not_found", `There is no model ${asked}. GET /v1/models lists those there are.`, {
		param: "model",
	});
}

function noEndpoint(plan: Plan, why: string): TurnpikeError {
	const providers = new Set(
		plan.excluded.filter(({ reason }) => reason === "provider_not_configured").map(({ endpoint }) => endpoint.provider),
	);
	const configure = [...providers].sort().map(environmentVariableOf);
	return new TurnpikeError("no_endpoint", `No endpoint of ${modelNames(plan)} fits this request: ${why}.`, {
		metadata: { excluded: excludedCandidates(plan), ...(configure.length > 0 && { configure }) },
	});
}

/** Those that failed at the latest filter any candidate reached. */
function nearestMisses(excluded: readonly Exclusion[]): readonly Exclusion[] {
	let furthest = -1;
	for (const { reason } of excluded) furthest = Math.max(furthest, EXCLUSION_REASONS.indexOf(reason));
	return excluded.filter(({ reason }) => EXCLUSION_REASONS.indexOf(reason) === furthest);
}

/** The reason in words: itself where all nearest misses share it word by word, else each with its endpoint. */
function sharedMessage(nearest: readonly Exclusion[], first: Exclusion): string {
	const message = exclusionMessage(first);
	if (nearest.every((exclusion) => exclusionMessage(exclusion) === message)) return message;
	return nearest.map((exclusion) => `${exclusion.endpoint.provider}: ${exclusionMessage(exclusion)}`).join("; ");
}

function excludedCandidates(plan: Plan): readonly Record<string, string>[] {
	return plan.excluded.map((exclusion) => ({
		model: exclusion.model.slug,
		endpoint: exclusion.endpoint.id,
		provider: exclusion.endpoint.provider,
		reason: exclusion.reason,
		message: exclusionMessage(exclusion),
	}));
}

function modelNames(plan: Plan): string {
	return plan.request.models.map(({ slug }) => slug).join(", ");
}

function notAllowed(plan: Plan, reason: ExclusionReason): string {
	const what = reason === "model_not_allowed" ? modelNames(plan) : `any configured provider of ${modelNames(plan)}`;
	return `This API key may not use ${what}.`;
}

function promptParam({ request: { call } }: Plan): string {
	return call.format === "embeddings" ? "input" : "messages";
}

function tooLong(plan: Plan, nearest: readonly Exclusion[]): string {
	const limits = nearest.map(({ endpoint }) => endpoint.maxPromptTokens ?? endpoint.contextLength);
	const what = plan.request.call.format === "embeddings" ? "Each input may" : "The prompt may";
	return `The prompt is too long for ${modelNames(plan)}. ${what} have at most ${Math.max(...limits)} tokens.`;
}

function tooManyTokens(plan: Plan, nearest: readonly Exclusion[]): string {
	const most = Math.max(...nearest.map(({ endpoint }) => endpoint.maxOutputTokens));
	const asked = plan.request.call.maxOutputTokens;
	return `max_tokens is ${asked}, but ${modelNames(plan)} writes at most ${most} tokens.`;
}
