import { revokeKey as revoke } from "@turnpike/db";
import { keyOf } from "../find-or-fail.ts";
import { KEY_ARGUMENT, readKeyArgument } from "../key-argument.ts";
import { ACTOR } from "../operator.ts";
import { defineVerb } from "../verb.ts";

export const revokeKey = defineVerb({
	name: "revoke-key",
	summary: "Revokes a key for good; every process refuses it within five seconds.",
	more: "Revoking it again changes nothing. A key itself is better not typed where a shell keeps its history.",
	...KEY_ARGUMENT,
	plan(given) {
		const reference = readKeyArgument(given);
		return async (operator) => {
			const { id } = await keyOf(operator, reference);
			const now = await revoke(await operator.book(), id, ACTOR);
			const { hash, name, label, revokedAt } = await keyOf(operator, id);
			const revoked_at = new Date(revokedAt ?? operator.now()).toISOString();
			return {
				json: { id, hash, name, revoked_at },
				text: now ? `Revoked ${label} (${name}, ${id}).` : `${label} (${name}, ${id}) was revoked at ${revoked_at}.`,
			};
		};
	},
});
