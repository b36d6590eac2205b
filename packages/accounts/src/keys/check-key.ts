import type { ErrorCode } from "@turnpike/wire";
import type { KeyRecord } from "./key-record.ts";

/** What a request wants of a key: to spend, to manage, or to look at its own organisation. */
export type KeyUse = "inference" | "management" | "read";

export type KeyCheck =
	| { readonly ok: true }
	| {
			readonly ok: false;
			readonly code: Extract<ErrorCode, "invalid_api_key" | "account_suspended" | "permission_denied">;
			/** For logs and the audit trail. The caller sees one body for every `invalid_api_key`. */
			readonly reason: "revoked" | "disabled" | "expired" | "suspended" | "wrong_kind";
	  };

const OK: KeyCheck = { ok: true };
const REVOKED: KeyCheck = { ok: false, code: "invalid_api_key", reason: "revoked" };
const DISABLED: KeyCheck = { ok: false, code: "invalid_api_key", reason: "disabled" };
const EXPIRED: KeyCheck = { ok: false, code: "invalid_api_key", reason: "expired" };
const SUSPENDED: KeyCheck = { ok: false, code: "account_suspended", reason: "suspended" };
const WRONG_KIND: KeyCheck = { ok: false, code: "permission_denied", reason: "wrong_kind" };

/** Whether a known key is good at this moment. What is wrong with the key comes before what is wrong with its owner. */
export function checkKey(record: KeyRecord, nowMs: number): KeyCheck {
	if (record.revokedAt !== undefined && record.revokedAt <= nowMs) return REVOKED;
	if (record.disabled) return DISABLED;
	if (record.expiresAt !== undefined && record.expiresAt <= nowMs) return EXPIRED;
	return record.suspended ? SUSPENDED : OK;
}

/** Whether a good key is of the kind a route asks for: one that manages never spends, one that spends never manages. */
export function checkUse(record: KeyRecord, use: KeyUse): KeyCheck {
	if (use === "read" || record.management === (use === "management")) return OK;
	return WRONG_KIND;
}
