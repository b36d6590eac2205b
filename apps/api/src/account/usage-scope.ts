import { type Permission, parseKey, readCredential } from "@turnpike/accounts";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { requireActor } from "./actor.ts";

/** Whose usage somebody may see. */
export interface UsageScope {
	readonly organisationId: string;
	/** Only what this key has spent; undefined: all of the organisation's. */
	readonly keyId: string | undefined;
}

/**
 * A member or a management key sees the organisation's usage, an inference key what itself has spent.
 *
 * @throws TurnpikeError as `requireActor` and `authenticate` do.
 */
export function usageScope(deps: ApiDependencies, request: Request): Promise<UsageScope> {
	return readingScope(deps, request, "usage:read");
}

/** As `usageScope`, for what needs another permission. */
export async function readingScope(
	deps: ApiDependencies,
	request: Request,
	permission: Permission,
): Promise<UsageScope> {
	if (sendsInferenceKey(request.headers)) {
		const key = await authenticate(deps, request.headers, "read");
		return { organisationId: key.organisationId, keyId: key.id };
	}
	const { organisationId } = await requireActor(deps, request, permission);
	return { organisationId, keyId: undefined };
}

/** Two keys that differ are no key at all here: `requireActor` says so. */
function sendsInferenceKey(headers: Headers): boolean {
	const header = (name: string) => headers.get(name) ?? undefined;
	const credential = readCredential(header("authorization"), header("x-api-key"), header("x-goog-api-key"));
	return credential.kind === "key" && parseKey(credential.text)?.kind === "live";
}
