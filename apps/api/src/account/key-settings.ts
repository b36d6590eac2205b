import type { KeyChanges } from "@turnpike/db";
import { type NanoUsd, parseUsd } from "@turnpike/money";
import { VENDORS } from "@turnpike/providers";
import { TurnpikeError } from "@turnpike/wire";
import type { ChangeKeyRequest, CreateKeyRequest } from "@turnpike/wire/account";

const SLUGS: ReadonlySet<string> = new Set(VENDORS.map(({ slug }) => slug));
const MOST_USD = parseUsd("1000000");

/**
 * What a request wants of a key, in our own terms; what it does not name is absent.
 *
 * @throws TurnpikeError `invalid_value`.
 */
export function keySettings(asked: ChangeKeyRequest | CreateKeyRequest, nowMs: number): KeyChanges {
	const settings: Record<string, unknown> = {
		name: asked.name,
		disabled: asked.disabled,
		projectId: projectIn(asked),
		limitNanoUsd: asked.limit == null ? asked.limit : readLimit(asked.limit),
		limitReset: asked.limit_reset === undefined ? undefined : (asked.limit_reset ?? "none"),
		expiresAt: asked.expires_at == null ? asked.expires_at : readExpiry(asked.expires_at, nowMs),
		requestsPerMinute: asked.requests_per_minute,
		maxConcurrent: asked.max_concurrent,
		allowedModels: asked.allowed_models,
		allowedProviders: asked.allowed_providers && readProviders(asked.allowed_providers),
	};
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as KeyChanges;
}

function projectIn({ project_id, workspace_id }: ChangeKeyRequest | CreateKeyRequest): string | undefined {
	if (project_id !== undefined && workspace_id !== undefined && project_id !== workspace_id) {
		throw wrong("project_id", "the same as `workspace_id`, where both are given");
	}
	return project_id ?? workspace_id;
}

function readLimit(limit: number | string): NanoUsd {
	const amount = amountOf(String(limit));
	if (amount === undefined || amount > MOST_USD) {
		throw wrong("limit", "an amount in USD with at most nine decimals, from 0 to 1000000, or null");
	}
	return amount;
}

function amountOf(text: string): NanoUsd | undefined {
	try {
		return parseUsd(text);
	} catch {
		return undefined;
	}
}

function readExpiry(text: string, nowMs: number): number {
	const time = Date.parse(text);
	if (!(time > nowMs)) throw wrong("expires_at", "an instant to come, such as 2027-01-31T08:00:00Z");
	return time;
}

function readProviders(slugs: readonly string[]): readonly string[] {
	const at = slugs.findIndex((slug) => !SLUGS.has(slug));
	if (at !== -1) throw wrong(`allowed_providers[${at}]`, `one of ${[...SLUGS].join(", ")}`);
	return slugs;
}

function wrong(param: string, right: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `\`${param}\` must be ${right}.`, { param });
}
