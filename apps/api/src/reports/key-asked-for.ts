import type { NamedKey } from "../account/reports.ts";
import type { UsageScope } from "../account/usage-scope.ts";

/** No key has this id: nothing was used by it. */
const NO_KEY = "";

/**
 * Whose usage is meant: of one key, or of all that may be seen. Of a key that is not the organisation's, or not the one
 * that asks, there is none.
 *
 * @param asked a key's id or hash. @param keys the organisation's own.
 */
export function keyAskedFor(
	scope: UsageScope,
	asked: string | undefined,
	keys: readonly NamedKey[],
): { readonly keyId?: string } {
	if (asked === undefined) return scope.keyId === undefined ? {} : { keyId: scope.keyId };
	const key = keys.find(({ id, hash }) => id === asked || hash === asked)?.id;
	const seen = key !== undefined && (scope.keyId === undefined || scope.keyId === key);
	return { keyId: seen ? key : NO_KEY };
}
