import type { CanonicalReasoning } from "@turnpike/wire";

/** Whether reasoning is to be left out of the answer, without being asked for. */
export function onlyHides(wish: CanonicalReasoning): boolean {
	return wish.exclude !== undefined && wish.effort === undefined && wish.maxTokens === undefined;
}
