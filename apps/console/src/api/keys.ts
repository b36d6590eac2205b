import { queryOptions } from "@tanstack/react-query";
import type { OwnedKey } from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Key = OwnedKey;
export type LimitReset = NonNullable<Key["limit_reset"]>;

/** What can be said of a key; null takes a bound away. Amounts are exact text. */
export interface KeySettings {
	readonly name: string;
	readonly limit: string | null;
	readonly limit_reset: LimitReset | null;
	readonly expires_at: string | null;
	readonly requests_per_minute: number | null;
	readonly max_concurrent: number | null;
	readonly allowed_models: readonly string[] | null;
	readonly project_id: string;
}

interface NewKey extends KeySettings {
	readonly management?: boolean;
	readonly service?: boolean;
}

const PAGE_SIZE = 100;
const REFRESH_MS = 15_000;

/** All keys of the organisation that are not revoked. */
export const keysQuery = queryOptions({
	queryKey: ["keys"],
	async queryFn({ signal }) {
		const keys: Key[] = [];
		for (;;) {
			const path = `/v1/keys?limit=${PAGE_SIZE}&offset=${keys.length}`;
			const { data } = await request<{ readonly data: readonly Key[] }>(path, { signal });
			keys.push(...data);
			if (data.length < PAGE_SIZE) return keys;
		}
	},
	refetchInterval: REFRESH_MS,
});

/** @returns the key's text, which is never told again. */
export async function createKey(
	settings: Partial<NewKey> & Pick<NewKey, "name">,
): Promise<{ readonly key: string; readonly data: Key }> {
	return request("/v1/keys", { method: "POST", body: settings });
}

export const changeKey = (hash: string, changes: Partial<KeySettings> & { readonly disabled?: boolean }) =>
	request(`/v1/keys/${hash}`, { method: "PATCH", body: changes });

/** It is refused from now on, for ever. */
export const revokeKey = (hash: string) => request(`/v1/keys/${hash}`, { method: "DELETE" });
