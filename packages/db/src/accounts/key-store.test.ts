import { randomBytes, randomUUID } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import { afterAll, describe, expect, it } from "vitest";
import { setSuspended } from "../payments/freeze-store.ts";
import { openTestBook } from "../testing/open-test-book.fixture.ts";
import {
	createKey,
	findKey,
	keysChangedSince,
	listKeys,
	listLiveKeys,
	type NewKey,
	revokeKey,
	setKeyDisabled,
} from "./key-store.ts";
import { listOrganisations } from "./organisation-store.ts";

const world = await openTestBook("key store");
const { sql } = world;
afterAll(() => world.close());
const owner = await world.open(0n);

function newKey(overrides: Partial<NewKey> = {}): NewKey {
	return {
		id: `key_${randomUUID()}`,
		organisationId: owner.organisationId,
		projectId: owner.projectId,
		memberId: "mem_1",
		name: "ci",
		label: "tp_live_ab…yz",
		hash: randomBytes(32).toString("hex"),
		pepperVersion: 3,
		management: false,
		limitNanoUsd: nanoUsd(9_007_199_254_740_993n),
		limitReset: "weekly",
		expiresAt: 1_900_000_000_123,
		requestsPerMinute: 60,
		maxConcurrent: 4,
		allowedModels: ["a/b", 'odd,"{name}'],
		allowedProviders: undefined,
		...overrides,
	};
}

async function stored(overrides: Partial<NewKey> = {}): Promise<NewKey> {
	const key = newKey(overrides);
	await createKey(sql, key, "tester");
	return key;
}

const clock = async () => (await sql<{ now: Date }[]>`select clock_timestamp() as now`)[0]?.now ?? new Date();
const actsOn = async (target: string) =>
	(await sql<{ action: string }[]>`select action from audit_log where target = ${target} order by id`).map(
		(act) => act.action,
	);

describe("a key", () => {
	it("reads back as it was stored, found by any of several hashes", async () => {
		const key = await stored();
		const { projectId, pepperVersion: _, ...same } = key;
		const found = await findKey(sql, ["00".repeat(32), key.hash]);
		expect(found).toMatchObject({ ...same, projectId, accountId: owner.accountId, disabled: false, suspended: false });
		expect(found?.revokedAt).toBeUndefined();
		expect(await findKey(sql, ["00".repeat(32)])).toBeUndefined();
		expect(await findKey(sql, [])).toBeUndefined();
	});

	it("without limits has none", async () => {
		const key = await stored({ limitNanoUsd: undefined, expiresAt: undefined, allowedModels: undefined });
		const found = await findKey(sql, [key.hash]);
		expect([found?.limitNanoUsd, found?.expiresAt, found?.allowedModels]).toEqual([undefined, undefined, undefined]);
	});

	it("is stored once: neither its id nor its hash twice", async () => {
		const key = await stored();
		await expect(createKey(sql, newKey({ hash: key.hash }), "tester")).rejects.toThrow("api_key_hash");
		await expect(createKey(sql, newKey({ id: key.id }), "tester")).rejects.toThrow("api_key_pkey");
		expect(await actsOn(key.id)).toEqual(["key.create"]);
	});

	it("belongs to a project of its own organisation", async () => {
		const other = await world.open(0n);
		await expect(stored({ projectId: other.projectId })).rejects.toThrow("no such project");
		await expect(stored({ organisationId: "nobody" })).rejects.toThrow("no such project");
	});

	it("is revoked once and for good, by id or hash", async () => {
		const [byId, byHash] = [await stored(), await stored()];
		expect(await revokeKey(sql, byId.id, "tester")).toBe(true);
		expect(await revokeKey(sql, byHash.hash, "tester")).toBe(true);
		expect(await revokeKey(sql, byId.id, "tester")).toBe(false);
		expect(await revokeKey(sql, "nothing", "tester")).toBe(false);
		expect(await setKeyDisabled(sql, byId.id, false, "tester")).toBe(false);
		expect((await findKey(sql, [byHash.hash]))?.revokedAt).toBeGreaterThan(0);
		const live = (await listLiveKeys(sql, 1_000)).map((key) => key.id);
		expect(live).not.toContain(byId.id);
		expect((await listKeys(sql, owner.organisationId)).map((key) => key.id)).toContain(byId.id);
		expect(await actsOn(byId.id)).toEqual(["key.create", "key.revoke"]);
	});
});

describe("what changed since an instant", () => {
	it("is what was made, switched, revoked or suspended, and nothing else", async () => {
		const [quiet, switched, revoked] = [await stored(), await stored(), await stored()];
		const other = await world.open(0n);
		const since = await clock();
		await new Promise((resolve) => setTimeout(resolve, 5));
		const made = await stored();
		await setKeyDisabled(sql, switched.id, true, "tester");
		await revokeKey(sql, revoked.id, "tester");
		const changed = await keysChangedSince(sql, since);
		expect(changed.map((key) => key.id).sort()).toEqual([made.id, switched.id, revoked.id].sort());
		expect(changed.find((key) => key.id === switched.id)?.disabled).toBe(true);
		await setSuspended(sql, other.organisationId, true, "tester");
		const suspended = (await keysChangedSince(sql, since)).filter((key) => key.suspended);
		expect(suspended.map((key) => key.id)).toEqual([other.keyId]);
		await setSuspended(sql, other.organisationId, false, "tester");
		const resumed = (await keysChangedSince(sql, since)).find((key) => key.id === other.keyId);
		expect(resumed?.suspended).toBe(false);
		expect(changed.map((key) => key.id)).not.toContain(quiet.id);
		expect(await actsOn(other.organisationId)).toEqual([
			"organisation.create",
			"organisation.suspend",
			"organisation.resume",
		]);
	});
});

describe("lists", () => {
	it("show an organisation its own keys only", async () => {
		const other = await world.open(0n);
		expect((await listKeys(sql, other.organisationId)).map((key) => key.id)).toEqual([other.keyId]);
		expect((await listKeys(sql, undefined)).length).toBeGreaterThan(2);
	});

	it("take the newest keys where there are too many", async () => {
		const newest = await stored();
		expect((await listLiveKeys(sql, 1)).map((key) => key.id)).toEqual([newest.id]);
	});

	it("name organisations with their account and first project", async () => {
		await sql`insert into project (id, organisation_id, name) values (${randomUUID()}, ${owner.organisationId}, 'Second')`;
		const found = (await listOrganisations(sql)).find((one) => one.id === owner.organisationId);
		expect(found).toMatchObject({ accountId: owner.accountId, projectId: owner.projectId, suspended: false });
	});
});
