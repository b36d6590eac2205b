import type { Key, KeySettings, LimitReset } from "../../api/keys.ts";
import { isAmount, typedUsd } from "../../money/split-usd.ts";

/** A key's settings as they stand in a form: text, as it is typed. */
export interface KeyForm {
	readonly name: string;
	readonly projectId: string;
	readonly limit: string;
	readonly limitReset: LimitReset | "never";
	/** A day, in UTC; empty: for ever. */
	readonly expires: string;
	readonly models: readonly string[];
	readonly requestsPerMinute: string;
	readonly maxConcurrent: string;
	readonly management: boolean;
	readonly service: boolean;
}

export const NEW_KEY_FORM: KeyForm = {
	name: "",
	projectId: "",
	limit: "",
	limitReset: "monthly",
	expires: "",
	models: [],
	requestsPerMinute: "",
	maxConcurrent: "",
	management: false,
	service: false,
};

/** What of a key stands in its form. */
export type EditableKey = Pick<
	Key,
	| "name"
	| "project_id"
	| "limit_usd"
	| "limit_reset"
	| "expires_at"
	| "allowed_models"
	| "requests_per_minute"
	| "max_concurrent"
	| "is_management_key"
>;

export function formOf(key: EditableKey): KeyForm {
	return {
		...NEW_KEY_FORM,
		name: key.name,
		projectId: key.project_id,
		limit: typedUsd(key.limit_usd ?? ""),
		limitReset: key.limit_usd === null ? "monthly" : (key.limit_reset ?? "never"),
		expires: key.expires_at === null ? "" : lastDayOf(key.expires_at),
		models: key.allowed_models ?? [],
		requestsPerMinute: key.requests_per_minute === null ? "" : String(key.requests_per_minute),
		maxConcurrent: key.max_concurrent === null ? "" : String(key.max_concurrent),
		management: key.is_management_key,
	};
}

/** What is wrong in a form, by field; nothing where it can be sent. */
export function problemsOf(form: KeyForm): Readonly<Partial<Record<keyof KeyForm, string>>> {
	return {
		...(form.name.trim() === "" && { name: "Give it a name, so that you know it again." }),
		...(form.limit.trim() !== "" && !isAmount(form.limit.trim()) && { limit: "An amount such as 25 or 0.50." }),
		...(wholeNumber(form.requestsPerMinute) === undefined && { requestsPerMinute: "A whole number from 1." }),
		...(wholeNumber(form.maxConcurrent) === undefined && { maxConcurrent: "A whole number from 1." }),
	};
}

/** A form without problems, as the API wants it. The last day is in it: a key expires at its end, in UTC. */
export function settingsOf(form: KeyForm): KeySettings {
	const limit = form.limit.trim();
	return {
		name: form.name.trim(),
		project_id: form.projectId,
		limit: limit === "" ? null : limit,
		limit_reset: limit === "" || form.limitReset === "never" ? null : form.limitReset,
		expires_at: form.expires === "" ? null : new Date(Date.parse(`${form.expires}T00:00:00Z`) + DAY_MS).toISOString(),
		allowed_models: form.models.length === 0 ? null : form.models,
		requests_per_minute: wholeNumber(form.requestsPerMinute) ?? null,
		max_concurrent: wholeNumber(form.maxConcurrent) ?? null,
	};
}

/**
 * What a form says otherwise than its key: what nobody touched is not sent, so that it stays as it is even where a form cannot
 * say it, such as an hour at which the key expires, or has expired. A limit goes with the time it is counted in.
 */
export function changesOf(key: EditableKey, form: KeyForm): Partial<KeySettings> {
	const before = settingsOf(formOf(key));
	const { limit, limit_reset, ...now } = settingsOf(form);
	const touched = (part: Partial<KeySettings>) =>
		JSON.stringify({ ...before, ...part }) !== JSON.stringify(before) && part;
	return {
		...touched({ name: now.name }),
		...touched({ project_id: now.project_id }),
		...touched({ limit, limit_reset }),
		...touched({ expires_at: now.expires_at }),
		...touched({ allowed_models: now.allowed_models }),
		...touched({ requests_per_minute: now.requests_per_minute }),
		...touched({ max_concurrent: now.max_concurrent }),
	};
}

const DAY_MS = 86_400_000;

/** null for nothing, undefined for what is no count. */
function wholeNumber(text: string): number | null | undefined {
	const trimmed = text.trim();
	if (trimmed === "") return null;
	return /^[1-9]\d{0,5}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** The day that ends with an instant, or has it in it. */
function lastDayOf(instant: string): string {
	return new Date(Date.parse(instant) - 1).toISOString().slice(0, 10);
}
