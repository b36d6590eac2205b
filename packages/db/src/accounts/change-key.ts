import type { KeyRecord, LimitReset } from "@turnpike/accounts";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { putBudget, stopBudget } from "../budgets/set-budget.ts";
import type { Queries, Transaction } from "../connect.ts";
import { type KeyRow, readKey, selectKeys } from "./key-store.ts";
import { recordAct } from "./record-act.ts";

/** What may be changed of a key; a member that is absent stays as it is, one that is null is taken away. */
export interface KeyChanges {
	readonly name?: string;
	readonly projectId?: string;
	readonly disabled?: boolean;
	/** Unix milliseconds. */
	readonly expiresAt?: number | null;
	readonly requestsPerMinute?: number | null;
	readonly maxConcurrent?: number | null;
	readonly allowedModels?: readonly string[] | null;
	readonly allowedProviders?: readonly string[] | null;
	readonly limitNanoUsd?: NanoUsd | null;
	readonly limitReset?: LimitReset;
}

/** A key of this organisation that is not revoked, locked until the transaction ends; undefined for another's. */
export async function lockKey(tx: Transaction, organisationId: string, hash: string): Promise<KeyRecord | undefined> {
	if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
	const [row] = await tx<KeyRow[]>`${selectKeys(tx)} where k.organisation_id = ${organisationId}
		and k.hash = ${Buffer.from(hash, "hex")} and k.revoked_at is null for update of k`;
	return row && readKey(row);
}

/** An organisation's keys that are not revoked, the newest first. */
export async function listOwnKeys(
	tx: Queries,
	organisationId: string,
	{ limit, offset, includeDisabled, projectId }: KeyPage,
): Promise<KeyRecord[]> {
	const rows = await tx<KeyRow[]>`${selectKeys(tx)} where k.organisation_id = ${organisationId} and k.revoked_at is null
		and (${includeDisabled} or not k.disabled) and (${projectId ?? null}::text is null or k.project_id = ${projectId ?? null})
		order by k.created_at desc, k.id desc limit ${limit} offset ${offset}`;
	return rows.map(readKey);
}

export interface KeyPage {
	readonly limit: number;
	readonly offset: number;
	readonly includeDisabled: boolean;
	readonly projectId: string | undefined;
}

/** Changes a locked key. Every process knows within seconds. @throws when the organisation has no such project. */
export async function changeKey(tx: Transaction, key: KeyRecord, changes: KeyChanges, actor: string): Promise<void> {
	const next = {
		name: changes.name ?? key.name,
		projectId: changes.projectId ?? key.projectId,
		disabled: changes.disabled ?? key.disabled,
		expiresAt: chosen(changes.expiresAt, key.expiresAt),
		requestsPerMinute: chosen(changes.requestsPerMinute, key.requestsPerMinute),
		maxConcurrent: chosen(changes.maxConcurrent, key.maxConcurrent),
		allowedModels: chosen(changes.allowedModels, key.allowedModels),
		allowedProviders: chosen(changes.allowedProviders, key.allowedProviders),
		limitReset: changes.limitReset ?? key.limitReset,
	};
	const changed =
		await tx`update api_key set name = ${next.name}, project_id = ${next.projectId}, disabled = ${next.disabled},
			expires_at = ${next.expiresAt === undefined ? null : new Date(next.expiresAt)},
			requests_per_minute = ${next.requestsPerMinute ?? null}, max_concurrent = ${next.maxConcurrent ?? null},
			allowed_models = ${next.allowedModels ? [...next.allowedModels] : null}::text[],
			allowed_providers = ${next.allowedProviders ? [...next.allowedProviders] : null}::text[],
			limit_reset = ${next.limitReset}, updated_at = clock_timestamp()
		where id = ${key.id} and exists (select 1 from project p where p.id = ${next.projectId}
			and p.organisation_id = ${key.organisationId} and (p.archived_at is null or p.id = ${key.projectId}))`;
	if (changed.count !== 1) throw new Error(`organisation ${key.organisationId} has no such project: ${next.projectId}`);
	await changeLimit(tx, key, chosen(changes.limitNanoUsd, key.limitNanoUsd), next.limitReset);
	const { organisationId, id: target } = key;
	await recordAct(tx, { organisationId, actor, action: "key.change", target, detail: detailOf(changes) });
}

/** Revokes a locked key for good. */
export async function revokeLockedKey(
	tx: Transaction,
	{ id, organisationId }: KeyRecord,
	actor: string,
): Promise<void> {
	await tx`update api_key set revoked_at = clock_timestamp(), updated_at = clock_timestamp() where id = ${id}`;
	await recordAct(tx, { organisationId, actor, action: "key.revoke", target: id, detail: {} });
}

/** A key's limit is its budget: one of another reset is another budget. */
async function changeLimit(
	tx: Transaction,
	key: KeyRecord,
	limit: NanoUsd | undefined,
	reset: LimitReset,
): Promise<void> {
	if (limit === key.limitNanoUsd && reset === key.limitReset) return;
	const budget = { organisationId: key.organisationId, scope: "key", scopeId: key.id } as const;
	if (limit !== undefined)
		await putBudget(tx, { ...budget, reset, limitNanoUsd: nanoUsd(limit), soft: false, thresholds: [] });
	if (limit === undefined || reset !== key.limitReset) await stopBudget(tx, { ...budget, reset: key.limitReset });
}

function chosen<T>(change: T | null | undefined, before: T | undefined): T | undefined {
	return change === undefined ? before : (change ?? undefined);
}

/** What was asked for, as the audit log keeps it. */
function detailOf(changes: KeyChanges): Record<string, string | number | boolean | null> {
	return Object.fromEntries(
		Object.entries(changes).map(([name, value]) => {
			if (typeof value === "bigint") return [name, String(value)];
			return [name, Array.isArray(value) ? value.join(" ") : value];
		}),
	);
}
