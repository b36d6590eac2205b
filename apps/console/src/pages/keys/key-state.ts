import { parseUsd } from "@turnpike/money";
import type { Key } from "../../api/keys.ts";

export type KeyState = "live" | "disabled" | "expired" | "spent";

/** Why a call with the key would be refused, if it would. @param now Unix milliseconds. */
export function keyState(
	key: Pick<Key, "disabled" | "expires_at" | "limit_usd" | "limit_remaining_usd">,
	now: number,
): KeyState {
	if (key.expires_at !== null && Date.parse(key.expires_at) <= now) return "expired";
	if (key.disabled) return "disabled";
	const spent = key.limit_remaining_usd !== null && parseUsd(key.limit_remaining_usd) <= 0n;
	return spent ? "spent" : "live";
}
