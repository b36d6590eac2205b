import { type KeyHasher, type KeyRecord, type KeyUse, makeKey } from "@turnpike/accounts";
import { TurnpikeError } from "@turnpike/wire";
import { describe, expect, it } from "vitest";
import { authenticate } from "./authenticate.ts";
import { FakeKeySource, STARTED_AT, snapshotOf } from "./keys/fake-key-source.fixture.ts";
import { keyRecord } from "./keys/key-record.fixture.ts";

const TEXT = makeKey("live", new Uint8Array(20).fill(7));
const OTHER = makeKey("live", new Uint8Array(20).fill(9));
const hasher: KeyHasher = { currentVersion: 1, versions: [1], hmac: (version, text) => `${version}:${text}` };

interface Asked {
	readonly headers?: Record<string, string>;
	readonly use?: KeyUse;
	/** undefined: the store knows no key. */
	readonly stored?: Partial<KeyRecord> | undefined;
	readonly away?: boolean;
}

async function ask({ headers = { authorization: `Bearer ${TEXT}` }, use = "inference", away, ...asked }: Asked = {}) {
	const source = new FakeKeySource();
	const stored = "stored" in asked ? asked.stored : {};
	if (stored) source.live = [keyRecord({ hash: `1:${TEXT}`, ...stored })];
	const { keys } = snapshotOf(source);
	await keys.start();
	keys.stop();
	if (away) source.away = true;
	return authenticate({ keys, hasher, now: () => STARTED_AT }, new Headers(headers), use);
}

async function refusalOf(asked: Asked): Promise<TurnpikeError> {
	const error = await ask(asked).catch((reason: unknown) => reason);
	if (error instanceof TurnpikeError) return error;
	throw new Error("the key was taken");
}

describe("a good key", () => {
	it.each([
		["Authorization", { authorization: `Bearer ${TEXT}` }],
		["x-api-key", { "x-api-key": TEXT }],
		["x-goog-api-key", { "x-goog-api-key": TEXT }],
		["two headers that agree", { authorization: `Bearer ${TEXT}`, "x-api-key": TEXT }],
	])("is taken from %s", async (_, headers) => {
		expect(await ask({ headers })).toMatchObject({ id: "key_1" });
	});

	it("of the managing kind manages and reads", async () => {
		expect(await ask({ stored: { management: true }, use: "management" })).toMatchObject({ management: true });
		expect(await ask({ stored: { management: true }, use: "read" })).toMatchObject({ management: true });
	});
});

describe("a key that is refused", () => {
	it("gets 401 where none was sent", async () => {
		expect(await refusalOf({ headers: {} })).toMatchObject({ status: 401, code: "missing_api_key" });
	});

	it("gets 400 where two were sent that differ", async () => {
		const headers = { authorization: `Bearer ${TEXT}`, "x-api-key": OTHER };
		expect(await refusalOf({ headers })).toMatchObject({ status: 400, code: "conflicting_api_keys" });
	});

	it("gets one and the same 401 whether it is unknown, mistyped, revoked, disabled or expired", async () => {
		const refusals = await Promise.all([
			refusalOf({ stored: undefined }),
			refusalOf({ headers: { authorization: `Bearer ${TEXT}x` } }),
			refusalOf({ stored: { revokedAt: STARTED_AT } }),
			refusalOf({ stored: { disabled: true } }),
			refusalOf({ stored: { expiresAt: STARTED_AT } }),
		]);
		const bodies = refusals.map(({ status, code, message, metadata }) => ({ status, code, message, metadata }));
		expect(bodies[0]).toMatchObject({ status: 401, code: "invalid_api_key" });
		expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
	});

	it("is told whose it looks like, and never repeated", async () => {
		const { message } = await refusalOf({ headers: { authorization: "Bearer sk-ant-abcdefgh" } });
		expect(message).toContain("Anthropic");
		expect(message).not.toContain("abcdefgh");
	});

	it("gets 403 where its account is suspended", async () => {
		expect(await refusalOf({ stored: { suspended: true } })).toMatchObject({ status: 403, code: "account_suspended" });
	});

	it.each([
		[{ management: true }, "inference", "A management key cannot make inference calls; send an inference key."],
		[{ management: false }, "management", "This needs a management key; the one sent is for inference."],
	] as const)("gets 403 where it is of the wrong kind: %o for %s", async (stored, use, message) => {
		expect(await refusalOf({ stored, use })).toMatchObject({ status: 403, code: "permission_denied", message });
	});

	it("gets 503 where it cannot be checked", async () => {
		expect(await refusalOf({ stored: undefined, away: true })).toMatchObject({ status: 503, code: "overloaded" });
	});
});
