import type { KeyRecord, LimitReset } from "@turnpike/accounts";
import { type NanoUsd, nanoUsd } from "@turnpike/money";
import { askingAgain } from "../ask-again.ts";
import { putBudget } from "../budgets/set-budget.ts";
import type { Database, Queries } from "../connect.ts";
import { recordAct } from "./record-act.ts";

export interface NewKey {
	readonly id: string;
	readonly organisationId: string;
	readonly projectId: string;
	/** Whom it belongs to; undefined: a service. */
	readonly memberId: string | undefined;
	readonly name: string;
	readonly label: string;
	/** Hex of the HMAC. */
	readonly hash: string;
	readonly pepperVersion: number;
	readonly management: boolean;
	readonly limitNanoUsd: NanoUsd | undefined;
	readonly limitReset: LimitReset;
	readonly expiresAt: number | undefined;
	readonly requestsPerMinute: number | undefined;
	readonly maxConcurrent: number | undefined;
	readonly allowedModels: readonly string[] | undefined;
	readonly allowedProviders: readonly string[] | undefined;
}

/** What a key may do where nobody said otherwise. */
export const UNLIMITED_KEY = {
	memberId: undefined,
	management: false,
	limitNanoUsd: undefined,
	limitReset: "none",
	expiresAt: undefined,
	requestsPerMinute: undefined,
	maxConcurrent: undefined,
	allowedModels: undefined,
	allowedProviders: undefined,
} as const satisfies Partial<NewKey>;

/** A row as `selectKeys` gives it. */
export interface KeyRow {
	readonly id: string;
	readonly hash: Uint8Array;
	readonly organisation_id: string;
	readonly account_id: string;
	readonly project_id: string;
	readonly member_id: string | null;
	readonly name: string;
	readonly label: string;
	readonly created_at: Date;
	readonly limit_nano_usd: bigint | null;
	readonly limit_reset: LimitReset;
	readonly expires_at: Date | null;
	readonly disabled: boolean;
	readonly revoked_at: Date | null;
	readonly requests_per_minute: number | null;
	readonly max_concurrent: number | null;
	readonly allowed_models: string[] | null;
	readonly allowed_providers: string[] | null;
	readonly management: boolean;
	readonly suspended: boolean;
	readonly names_budgets: boolean;
}

/** Keys with their own budget and their organisation's state: what the hot path's snapshot is made of. */
export function selectKeys(sql: Queries) {
	return sql`select k.*, b.limit_nano_usd, coalesce(b.reset, k.limit_reset) as limit_reset, o.suspended_at is not null as suspended,
			exists (select 1 from budget n where n.organisation_id = k.organisation_id and n.scope in ('end_user', 'tag')
				and n.ended_at is null) as names_budgets
		from api_key k join organisation o on o.id = k.organisation_id left join lateral own_budget(k) b on true`;
}

/** Stores a new key, with its budget if it has a limit. @throws when the organisation has no such project. */
export async function createKey(sql: Database, key: NewKey, actor: string): Promise<void> {
	await sql.begin((tx) => insertKey(tx, key, actor));
}

/** As `createKey`, in a transaction under way. */
export async function insertKey(tx: Queries, key: NewKey, actor: string): Promise<void> {
	const stored =
		await tx`insert into api_key (id, organisation_id, account_id, project_id, member_id, name, label, hash,
			pepper_version, management, limit_reset, expires_at, requests_per_minute, max_concurrent, allowed_models, allowed_providers)
		select ${key.id}, a.organisation_id, a.id, ${key.projectId}, ${key.memberId ?? null}, ${key.name}, ${key.label},
			${Buffer.from(key.hash, "hex")}, ${key.pepperVersion}, ${key.management}, ${key.limitReset},
			${key.expiresAt === undefined ? null : new Date(key.expiresAt)}, ${key.requestsPerMinute ?? null},
			${key.maxConcurrent ?? null}, ${key.allowedModels ? [...key.allowedModels] : null}::text[],
			${key.allowedProviders ? [...key.allowedProviders] : null}::text[]
		from account a join project p on p.organisation_id = a.organisation_id and p.id = ${key.projectId}
			and p.archived_at is null
		where a.organisation_id = ${key.organisationId}`;
	if (stored.count !== 1) throw new Error(`organisation ${key.organisationId} has no such project: ${key.projectId}`);
	if (key.limitNanoUsd !== undefined) {
		const { id: scopeId, organisationId, limitReset: reset, limitNanoUsd } = key;
		await putBudget(tx, { organisationId, scope: "key", scopeId, reset, limitNanoUsd, soft: false, thresholds: [] });
	}
	const { id, organisationId, name, management } = key;
	await recordAct(tx, { organisationId, actor, action: "key.create", target: id, detail: { name, management } });
}

/** All keys that may still be used, for a snapshot; the newest first where there are more than `limit`. */
export async function listLiveKeys(sql: Database, limit: number): Promise<KeyRecord[]> {
	const rows = await sql<
		KeyRow[]
	>`${selectKeys(sql)} where k.revoked_at is null order by k.created_at desc limit ${limit}`;
	return rows.map(readKey);
}

/** One organisation's keys, revoked ones too, the oldest first; without an organisation, everyone's. */
export async function listKeys(sql: Queries, organisationId: string | undefined): Promise<KeyRecord[]> {
	const rows = await sql<KeyRow[]>`${selectKeys(sql)}
		where ${organisationId ?? null}::text is null or k.organisation_id = ${organisationId ?? null} order by k.created_at, k.id`;
	return rows.map(readKey);
}

/** The key stored under any of these hashes (hex). */
export async function findKey(sql: Database, hashes: readonly string[]): Promise<KeyRecord | undefined> {
	const rows = await askingAgain(sql)<KeyRow[]>`${selectKeys(sql)}
		where k.hash in (select decode(h, 'hex') from unnest(${[...hashes]}::text[]) as h)`;
	return rows[0] && readKey(rows[0]);
}

/** Keys changed since an instant, or whose organisation changed: revoked, disabled, suspended, limited. */
export async function keysChangedSince(sql: Database, since: Date): Promise<KeyRecord[]> {
	const rows = await sql<KeyRow[]>`${selectKeys(sql)} where k.updated_at > ${since} or o.updated_at > ${since}
		or exists (select 1 from budget c where c.organisation_id = k.organisation_id and c.scope = 'key' and c.scope_id = k.id
			and c.updated_at > ${since})`;
	return rows.map(readKey);
}

/** Revokes for good. @returns false when no such key was live. */
export async function revokeKey(sql: Database, hashOrId: string, actor: string): Promise<boolean> {
	return sql.begin(async (tx) => {
		const hash = /^[0-9a-f]{64}$/.test(hashOrId) ? Buffer.from(hashOrId, "hex") : Buffer.alloc(0);
		const [revoked] = await tx<{ id: string; organisation_id: string }[]>`
			update api_key set revoked_at = clock_timestamp(), updated_at = clock_timestamp()
			where (id = ${hashOrId} or hash = ${hash}) and revoked_at is null returning id, organisation_id`;
		if (!revoked) return false;
		const { id, organisation_id: organisationId } = revoked;
		await recordAct(tx, { organisationId, actor, action: "key.revoke", target: id, detail: {} });
		return true;
	});
}

/** Switches a key off or on. @returns false when no such key is live. */
export async function setKeyDisabled(sql: Database, keyId: string, disabled: boolean, actor: string): Promise<boolean> {
	return sql.begin(async (tx) => {
		const [changed] = await tx<{ organisation_id: string }[]>`
			update api_key set disabled = ${disabled}, updated_at = clock_timestamp()
			where id = ${keyId} and revoked_at is null returning organisation_id`;
		if (!changed) return false;
		const action = disabled ? "key.disable" : "key.enable";
		await recordAct(tx, { organisationId: changed.organisation_id, actor, action, target: keyId, detail: {} });
		return true;
	});
}

export function readKey(row: KeyRow): KeyRecord {
	return {
		id: row.id,
		hash: Buffer.from(row.hash).toString("hex"),
		organisationId: row.organisation_id,
		accountId: row.account_id,
		projectId: row.project_id,
		memberId: row.member_id ?? undefined,
		name: row.name,
		label: row.label,
		createdAt: row.created_at.getTime(),
		limitNanoUsd: row.limit_nano_usd === null ? undefined : nanoUsd(row.limit_nano_usd),
		limitReset: row.limit_reset,
		expiresAt: row.expires_at?.getTime(),
		disabled: row.disabled,
		revokedAt: row.revoked_at?.getTime(),
		requestsPerMinute: row.requests_per_minute ?? undefined,
		maxConcurrent: row.max_concurrent ?? undefined,
		allowedModels: row.allowed_models ?? undefined,
		allowedProviders: row.allowed_providers ?? undefined,
		management: row.management,
		suspended: row.suspended,
		namesBudgets: row.names_budgets,
	};
}
