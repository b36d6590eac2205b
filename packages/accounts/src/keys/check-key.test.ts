import { describe, expect, test } from "vitest";
import { checkKey, checkUse } from "./check-key.ts";
import type { KeyRecord } from "./key-record.ts";

const NOW = 1_790_000_000_000;

function record(changes: Partial<KeyRecord> = {}): KeyRecord {
	return {
		id: "key_1",
		hash: "00",
		organisationId: "org_1",
		accountId: "acc_1",
		memberId: undefined,
		projectId: "prj_1",
		name: "test",
		label: "tp_live_ab12…wxyz",
		createdAt: NOW - 1,
		limitNanoUsd: undefined,
		limitReset: "none",
		expiresAt: undefined,
		disabled: false,
		revokedAt: undefined,
		requestsPerMinute: undefined,
		maxConcurrent: undefined,
		allowedModels: undefined,
		allowedProviders: undefined,
		management: false,
		suspended: false,
		namesBudgets: false,
		...changes,
	};
}

describe("whether a key is good", () => {
	test("a plain key is", () => {
		expect(checkKey(record(), NOW)).toEqual({ ok: true });
	});

	test.each([
		["revoked", { revokedAt: NOW }, "invalid_api_key"],
		["disabled", { disabled: true }, "invalid_api_key"],
		["expired", { expiresAt: NOW }, "invalid_api_key"],
		["suspended", { suspended: true }, "account_suspended"],
	] as const)("a %s one is not", (reason, changes, code) => {
		expect(checkKey(record(changes), NOW)).toEqual({ ok: false, code, reason });
	});

	test("it is good until the very millisecond it expires", () => {
		expect(checkKey(record({ expiresAt: NOW }), NOW - 1).ok).toBe(true);
		expect(checkKey(record({ expiresAt: NOW + 1 }), NOW).ok).toBe(true);
	});

	test("a revoked key of a suspended organisation does not tell that the organisation exists", () => {
		const check = checkKey(record({ revokedAt: NOW - 1, suspended: true }), NOW);
		expect(check).toMatchObject({ code: "invalid_api_key", reason: "revoked" });
	});
});

describe("what a key is for", () => {
	test.each([
		[false, "inference", true],
		[false, "read", true],
		[false, "management", false],
		[true, "management", true],
		[true, "read", true],
		[true, "inference", false],
	] as const)("management %s, used for %s: %s", (management, use, ok) => {
		expect(checkUse(record({ management }), use).ok).toBe(ok);
	});

	test("the wrong kind is a matter of permission, not of authentication", () => {
		expect(checkUse(record({ management: true }), "inference")).toMatchObject({ code: "permission_denied" });
	});
});
