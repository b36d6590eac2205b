import { type Endpoint, type Model, priceVersionAt } from "@turnpike/catalog";
import { exclude } from "./filter/exclude.ts";
import { type Preferences, readPreferences } from "./filter/preferences.ts";
import { indexOfProvider } from "./filter/provider-names.ts";
import { compareAttempts } from "./order/compare-attempts.ts";
import { expectedPrice } from "./order/expected-price.ts";
import { lacksFeatures } from "./order/lacks-features.ts";
import type { PlanRequest } from "./plan-request.ts";
import type { Attempt, Exclusion, Plan } from "./plan-types.ts";

/** Behind every endpoint the caller's `order` names. */
const NOT_IN_ORDER = Number.MAX_SAFE_INTEGER;

/**
 * Decides which endpoints a call may be sent to, and in which order: all of the first model's, then all of the next's;
 * within a model those whose breaker is open last, `provider.order` first, then by price. Pure: the same request has the
 * same plan in the same world.
 *
 * @throws TurnpikeError `invalid_value` when `provider.max_price` cannot be read.
 */
export function plan(request: PlanRequest): Plan {
	const preferences = readPreferences(request.call.provider);
	const attempts: Attempt[] = [];
	const excluded: Exclusion[] = [];
	for (const model of request.models) planModel(request, preferences, model, attempts, excluded);
	return { request, attempts, excluded };
}

function planModel(
	request: PlanRequest,
	preferences: Preferences,
	model: Model,
	attempts: Attempt[],
	excluded: Exclusion[],
): void {
	const candidates: Attempt[] = [];
	const resting: Attempt[] = [];
	for (const endpoint of model.endpoints) {
		const candidate = consider(request, preferences, model, endpoint, excluded);
		if (candidate) (request.world.isOpen?.(endpoint.id) ? resting : candidates).push(candidate);
	}
	if (candidates.length > 1) candidates.sort(compareAttempts);
	// Behind the others, not left out: one that fails is better than none, or than others that cannot be afforded.
	if (resting.length > 0) candidates.push(...resting.sort(compareAttempts));
	const kept = preferences.allowFallbacks || preferences.order !== undefined ? candidates.length : 1;
	for (const [position, candidate] of candidates.entries()) {
		if (position < kept) attempts.push(candidate);
		else excluded.push({ model, endpoint: candidate.endpoint, reason: "not_first_without_fallbacks" });
	}
}

function consider(
	request: PlanRequest,
	preferences: Preferences,
	model: Model,
	endpoint: Endpoint,
	excluded: Exclusion[],
): Attempt | undefined {
	const { call } = request;
	const rank = preferences.order === undefined ? -1 : indexOfProvider(preferences.order, endpoint);
	const version = priceVersionAt(endpoint, request.nowMs);
	const expected = version === undefined ? undefined : expectedPrice(call, version);
	const reason = exclude(request, preferences, model, endpoint, rank, expected === undefined ? undefined : version);
	if (reason !== undefined || version === undefined || expected === undefined) {
		excluded.push({ model, endpoint, reason: reason ?? "unpriced" });
		return undefined;
	}
	return {
		model,
		endpoint,
		priceVersion: version,
		expectedPrice: expected,
		lacksFeatures: lacksFeatures(endpoint, call.parameters),
		orderRank: rank === -1 ? NOT_IN_ORDER : rank,
	};
}
