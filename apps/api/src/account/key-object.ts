import type { KeyRecord } from "@turnpike/accounts";
import type { KeySpend } from "@turnpike/db";
import { approximateUsd, formatUsd, type NanoUsd, nanoUsd } from "@turnpike/money";
import type { KeyDetails } from "./accounts.ts";

/** `GET /key`: what a key may know of itself; OpenRouter's fields, with exact decimal strings beside its numbers. */
export function keyObject(key: KeyRecord, spend: KeySpend) {
	return { data: { ...describe(key, spend), is_free_tier: false, ...openRouterFields(key) } };
}

/** A key in `/keys`, for whoever manages it. */
export function keyDetailsObject({ key, spend, userId }: KeyDetails) {
	return {
		...describe(key, spend),
		...NO_BYOK,
		id: key.id,
		updated_at: null,
		creator_user_id: userId ?? null,
		external_user: null,
		workspace_id: key.projectId,
	};
}

function describe(key: KeyRecord, spend: KeySpend) {
	return {
		label: key.label,
		name: key.name,
		hash: key.hash,
		...amounts("limit", key.limitNanoUsd),
		...amounts("limit_remaining", remainingOf(key.limitNanoUsd, spend.inWindow)),
		limit_reset: key.limitReset === "none" ? null : key.limitReset,
		...amounts("usage", spend.total),
		...amounts("usage_daily", spend.today),
		...amounts("usage_weekly", spend.week),
		...amounts("usage_monthly", spend.month),
		requests: spend.generations,
		requests_per_minute: key.requestsPerMinute ?? null,
		max_concurrent: key.maxConcurrent ?? null,
		allowed_models: key.allowedModels ?? null,
		allowed_providers: key.allowedProviders ?? null,
		created_at: new Date(key.createdAt).toISOString(),
		expires_at: key.expiresAt === undefined ? null : new Date(key.expiresAt).toISOString(),
		disabled: key.disabled,
		is_management_key: key.management,
		organization_id: key.organisationId,
		project_id: key.projectId,
		member_id: key.memberId ?? null,
	};
}

/** No provider's key of a customer's own is used, so none was. */
const NO_BYOK = {
	byok_usage: 0,
	byok_usage_daily: 0,
	byok_usage_weekly: 0,
	byok_usage_monthly: 0,
	include_byok_in_limit: false,
} as const;

/** What OpenRouter's client requires of a key besides, true of all of ours. */
function openRouterFields(key: KeyRecord) {
	return {
		is_provisioning_key: key.management,
		rate_limit: { interval: "1m", requests: key.requestsPerMinute ?? -1, note: "-1: no limit." },
		free_model_daily_requests: { limit: 0, remaining: 0, used: 0 },
		...NO_BYOK,
		allowed_data_regions: ["global"],
		creator_user_id: null,
		workspace_id: key.projectId,
	};
}

function remainingOf(limit: NanoUsd | undefined, inWindow: NanoUsd | undefined): NanoUsd | undefined {
	if (limit === undefined) return undefined;
	const left = limit - (inWindow ?? 0n);
	return nanoUsd(left > 0n ? left : 0n);
}

/** An amount as peers write it (a number) and as it is (a decimal string); both null where there is none. */
export function amounts(name: string, amount: NanoUsd | undefined): Record<string, number | string | null> {
	return {
		[name]: amount === undefined ? null : approximateUsd(amount),
		[`${name}_usd`]: amount === undefined ? null : formatUsd(amount),
	};
}
