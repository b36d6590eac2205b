import {
	checkKey,
	checkUse,
	hashCandidates,
	type KeyCheck,
	type KeyHasher,
	type KeyRecord,
	type KeyUse,
	looksLikeForeignKey,
	parseKey,
	readCredential,
} from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import type { KnownKeys } from "./keys/known-keys.ts";

interface Authentication {
	readonly keys: KnownKeys;
	readonly hasher: KeyHasher;
	readonly now: () => number;
}

/**
 * Who is calling: key text to key record, out of what is known here. No promise when the key is known here.
 *
 * @throws TurnpikeError 401 for a missing, malformed, unknown, revoked, disabled or expired key (one body for all but the
 * first), 400 for two that differ, 403 for a suspended account or the wrong kind of key.
 */
export function authenticate(
	{ keys, hasher, now }: Authentication,
	headers: Headers,
	use: KeyUse,
): KeyRecord | Promise<KeyRecord> {
	const found = keys.find(hashCandidates(hasher, readKeyText(headers)).map((candidate) => candidate.hash));
	if (found instanceof Promise) return found.then((key) => admit(key, use, now()));
	return admit(found, use, now());
}

function readKeyText(headers: Headers) {
	const credential = readCredential(
		headers.get("authorization") ?? undefined,
		headers.get("x-api-key") ?? undefined,
		headers.get("x-goog-api-key") ?? undefined,
	);
	switch (credential.kind) {
		case "absent":
			throw new TurnpikeError(
				"missing_api_key",
				"No API key was sent. Send yours as `Authorization: Bearer tp_live_…` (or in x-api-key).",
			);
		case "conflicting":
			throw new TurnpikeError(
				"conflicting_api_keys",
				"Two different API keys were sent, in Authorization and in x-api-key or x-goog-api-key. Send one.",
			);
		case "malformed":
			throw invalidKey();
		case "key": {
			const parsed = parseKey(credential.text);
			if (!parsed) throw invalidKey(looksLikeForeignKey(credential.text));
			return parsed;
		}
	}
}

function admit(key: KeyRecord | undefined, use: KeyUse, nowMs: number): KeyRecord {
	if (!key) throw invalidKey();
	const good = checkKey(key, nowMs);
	if (!good.ok) throw refusal(good);
	const fits = checkUse(key, use);
	if (!fits.ok) throw refusal(fits, use);
	return key;
}

function refusal(check: Exclude<KeyCheck, { ok: true }>, use?: KeyUse): TurnpikeError {
	if (check.code === "invalid_api_key") return invalidKey();
	if (check.code === "account_suspended") {
		return new TurnpikeError("account_suspended", "This account is suspended. Contact the operator of this server.");
	}
	const message =
		use === "management"
			? "This needs a management key; the one sent is for inference."
			: "A management key cannot make inference calls; send an inference key.";
	return new TurnpikeError("permission_denied", message);
}

/** One body for every key that is not good, so that nothing can be learned from trying; only a foreign one is named. */
function invalidKey(vendor?: string): TurnpikeError {
	const hint = vendor === undefined ? "" : ` It looks like a key of ${vendor}; Turnpike's own begin with tp_live_.`;
	return new TurnpikeError("invalid_api_key", `The API key is not valid.${hint}`);
}
