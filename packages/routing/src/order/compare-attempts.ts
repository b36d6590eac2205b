import type { Attempt } from "../plan-types.ts";

/**
 * The order of the attempts at one model: the caller's own order, then endpoints that have what the call asks for, then
 * those that are not about to be retired, then the cheaper. The id decides between equals, so a plan is the same twice.
 */
export function compareAttempts(a: Attempt, b: Attempt): number {
	if (a.orderRank !== b.orderRank) return a.orderRank - b.orderRank;
	if (a.lacksFeatures !== b.lacksFeatures) return a.lacksFeatures ? 1 : -1;
	if (a.endpoint.deprecated !== b.endpoint.deprecated) return a.endpoint.deprecated ? 1 : -1;
	if (a.expectedPrice !== b.expectedPrice) return a.expectedPrice < b.expectedPrice ? -1 : 1;
	return a.endpoint.id < b.endpoint.id ? -1 : 1;
}
