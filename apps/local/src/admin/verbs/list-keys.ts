import { checkKey, type KeyRecord } from "@turnpike/accounts";
import { listKeys as readKeys } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { organisationOf } from "../find-or-fail.ts";
import { textTable } from "../text-table.ts";
import { defineVerb } from "../verb.ts";

export const listKeys = defineVerb({
	name: "list-keys",
	summary: "Lists keys, revoked ones too, the oldest first.",
	options: { org: { value: "ID", help: "Of this organisation; without it, of all." } },
	plan(given) {
		const org = given.text("org");
		return async (operator) => {
			if (org !== undefined) await organisationOf(operator, org);
			const records = await readKeys(await operator.book(), org);
			const keys = records.map((record) => keyObject(record, operator.now()));
			const rows = keys.map((key) => [
				key.id,
				key.label,
				key.name,
				key.org,
				key.state,
				key.limit_usd === null ? "" : `${key.limit_usd} ${key.limit_reset ?? "in all"}`,
				key.hash,
			]);
			const heads = ["ID", "KEY", "NAME", "ORGANISATION", "STATE", "LIMIT", "HASH"];
			return { json: { keys }, text: keys.length === 0 ? "No key yet: create-key makes one." : textTable(heads, rows) };
		};
	},
});

function keyObject(key: KeyRecord, nowMs: number) {
	const check = checkKey(key, nowMs);
	return {
		id: key.id,
		hash: key.hash,
		name: key.name,
		label: key.label,
		org: key.organisationId,
		project: key.projectId,
		/** `active`, or why it is refused. */
		state: check.ok ? "active" : check.reason,
		management: key.management,
		limit_usd: key.limitNanoUsd === undefined ? null : formatUsd(key.limitNanoUsd),
		limit_reset: key.limitReset === "none" ? null : key.limitReset,
		requests_per_minute: key.requestsPerMinute ?? null,
		max_concurrent: key.maxConcurrent ?? null,
		allowed_models: key.allowedModels ?? null,
		allowed_providers: key.allowedProviders ?? null,
		disabled: key.disabled,
		created_at: instantOf(key.createdAt),
		expires_at: instantOf(key.expiresAt),
		revoked_at: instantOf(key.revokedAt),
	};
}

function instantOf(time: number | undefined): string | null {
	return time === undefined ? null : new Date(time).toISOString();
}
