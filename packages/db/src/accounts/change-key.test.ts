import { nanoUsd } from "@turnpike/money";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestBook, type TestBook, type TestSpender } from "../testing/open-test-book.fixture.ts";
import { withOrg } from "../with-org.ts";
import { changeKey, type KeyChanges, listOwnKeys, lockKey, revokeLockedKey } from "./change-key.ts";
import { findKeyById } from "./find-key-by-id.ts";
import { keysChangedSince } from "./key-store.ts";
import { listActs } from "./list-acts.ts";

let world: TestBook;
let owner: TestSpender;
let other: TestSpender;
beforeAll(async () => {
	world = await openTestBook("change_key");
	[owner, other] = [await world.open(1_000n), await world.open(0n)];
});
afterAll(() => world?.close());

const inOrg = { limit: 100, offset: 0, includeDisabled: true, projectId: undefined };
const keyOf = async (id: string) => {
	const key = await findKeyById(world.sql, id);
	if (!key) throw new Error("no such key");
	return key;
};

async function change(keyId: string, changes: KeyChanges, by = owner): Promise<boolean> {
	const { hash } = await keyOf(keyId);
	return withOrg(world.sql, by.organisationId, async (tx) => {
		const key = await lockKey(tx, by.organisationId, hash);
		if (key) await changeKey(tx, key, changes, "user:test");
		return key !== undefined;
	});
}

const budgets = (keyId: string) =>
	world.sql`select reset, limit_nano_usd as limit from budget where scope_id = ${keyId} and ended_at is null order by reset`;

describe("a change of a key", () => {
	it("touches what it names, and every process hears of it", async () => {
		const { keyId } = await world.addKey(owner, { limit: 500n, reset: "daily" });
		const before = await keyOf(keyId);
		const since = new Date(Date.now() - 1);
		await change(keyId, { name: "renamed", disabled: true, requestsPerMinute: 5, allowedModels: ["a/b"] });
		const after = await keyOf(keyId);
		expect(after).toEqual({
			...before,
			...{ name: "renamed", disabled: true, requestsPerMinute: 5, allowedModels: ["a/b"] },
		});
		expect((await keysChangedSince(world.sql, since)).map(({ id }) => id)).toContain(keyId);
		await change(keyId, { requestsPerMinute: null, allowedModels: null, expiresAt: 1_900_000_000_000 });
		expect(await keyOf(keyId)).toMatchObject({
			...{ requestsPerMinute: undefined, allowedModels: undefined, expiresAt: 1_900_000_000_000, name: "renamed" },
			limitNanoUsd: 500n,
		});
		const acts = await listActs(world.sql, owner.organisationId, 1, undefined);
		expect(acts).toMatchObject([{ actor: "user:test", action: "key.change", target: keyId }]);
	});

	it("of its limit is one of its budget, of another reset another budget", async () => {
		const { keyId } = await world.addKey(owner);
		await change(keyId, { limitNanoUsd: nanoUsd(700n), limitReset: "weekly" });
		expect(await budgets(keyId)).toEqual([{ reset: "weekly", limit: 700n }]);
		await change(keyId, { limitNanoUsd: nanoUsd(900n) });
		expect(await budgets(keyId)).toEqual([{ reset: "weekly", limit: 900n }]);
		await change(keyId, { limitReset: "none" });
		expect(await budgets(keyId)).toEqual([{ reset: "none", limit: 900n }]);
		expect(await keyOf(keyId)).toMatchObject({ limitNanoUsd: 900n, limitReset: "none" });
		await change(keyId, { name: "limits stay" });
		expect(await budgets(keyId)).toEqual([{ reset: "none", limit: 900n }]);
		await change(keyId, { limitNanoUsd: null });
		expect(await budgets(keyId)).toEqual([]);
		expect((await keyOf(keyId)).limitNanoUsd).toBeUndefined();
	});

	it("lowers a limit under credit that is out already", async () => {
		const spender = await world.addKey(owner, { limit: 500n, reset: "daily" });
		await world.book.register({ holderId: "lowering", kind: "memory", instance: "" });
		const grant = {
			holderId: "lowering",
			spender,
			grantedBefore: nanoUsd(0n),
			atLeast: nanoUsd(10n),
			wanted: nanoUsd(10n),
		};
		await world.book.grant({ ...grant, allowanceId: "0199a5f0-1c2b-7abc-8def-0123456789ab" });
		await change(spender.keyId, { limitNanoUsd: nanoUsd(15n) });
		const refused = await world.book.grant({ ...grant, allowanceId: "0199a5f0-1c2b-7abc-8def-0123456789ac" });
		expect(refused).toMatchObject({ refused: { reason: "budget_exceeded" } });
	});

	it("moves it to a project of its own organisation, and to no other's", async () => {
		const { keyId } = await world.addKey(owner);
		await expect(change(keyId, { projectId: other.projectId })).rejects.toThrow("no such project");
		expect((await keyOf(keyId)).projectId).toBe(owner.projectId);
	});

	it("is not for another organisation, nor for a key that was revoked", async () => {
		const { keyId } = await world.addKey(owner);
		expect(await change(keyId, { name: "stolen" }, other)).toBe(false);
		await withOrg(world.sql, owner.organisationId, async (tx) => {
			const key = await lockKey(tx, owner.organisationId, (await keyOf(keyId)).hash);
			if (key) await revokeLockedKey(tx, key, "user:test");
		});
		expect((await keyOf(keyId)).revokedAt).toBeGreaterThan(0);
		expect(await change(keyId, { name: "too late" })).toBe(false);
		expect((await keyOf(keyId)).name).toBe("test");
	});
});

describe("the list of keys", () => {
	it("is an organisation's own, page by page, without revoked ones, with or without disabled ones", async () => {
		const mine = await world.open(0n);
		const [second, third] = [await world.addKey(mine), await world.addKey(mine)];
		await change(second.keyId, { disabled: true }, mine);
		const list = (page: Partial<typeof inOrg>) =>
			withOrg(world.sql, mine.organisationId, async (tx) =>
				(await listOwnKeys(tx, mine.organisationId, { ...inOrg, ...page })).map(({ id }) => id),
			);
		expect(await list({})).toEqual([third.keyId, second.keyId, mine.keyId]);
		expect(await list({ limit: 1, offset: 1 })).toEqual([second.keyId]);
		expect(await list({ includeDisabled: false })).toEqual([third.keyId, mine.keyId]);
	});
});
