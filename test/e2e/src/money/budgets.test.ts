import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Account,
	Client,
	chat,
	eventually,
	expectRefusal,
	nanoOf,
	openStack,
	ROOTS,
	type Stack,
	usdText,
} from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("budgets");
});
afterAll(() => stack?.close());

const V1 = "/v1/chat/completions";
const REACHED = { status: 402, type: "insufficient_quota", code: "budget_exceeded" };

/** An organisation, one who manages it, and a key of a member that calls. */
async function open(usd = "100") {
	const account = await stack.account(usd);
	const manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	const key = await account.key({ memberId: `mem_${account.organisationId}` });
	return { account, manager, key, caller: new Client(stack.baseUrl, key.text) };
}

type Opened = Awaited<ReturnType<typeof open>>;

const idOf = ({ account, key }: Opened, scope: string) =>
	({
		organisation: account.organisationId,
		project: account.projectId,
		member: `mem_${account.organisationId}`,
		key: key.hash,
	})[scope] ?? scope;

const pathOf = (opened: Opened, scope: string, reset: string, root = "/v1") =>
	`${root}/budgets/${scope}/${encodeURIComponent(idOf(opened, scope))}/${reset}`;

async function spentOf(account: Account): Promise<bigint> {
	await stack.audit();
	const [row] = await stack.sql<{ spent: bigint }[]>`select coalesce(sum(posted_nano_usd), 0)::bigint as spent
		from usage_event where organisation_id = ${account.organisationId}`;
	return row?.spent ?? 0n;
}

describe.each(ROOTS)("a budget on %s", (root) => {
	test.each(["organisation", "project", "member", "key"])("of the %s refuses what does not fit", async (scope) => {
		const opened = await open();
		const { manager, caller } = opened;
		const made = await manager.ask("PUT", pathOf(opened, scope, "weekly", root), { limit_usd: "0.001" });
		expect(made.status, made.text).toBe(200);
		expect(made.body).toMatchObject({ in_force: true, data: { scope, reset: "weekly", limit_usd: "0.001000000" } });
		const refused = await caller.post(`${root}/chat/completions`, chat("hello", { max_tokens: 1_000 }));
		expectRefusal(refused, `${root}/chat/completions`, REACHED);
		const resetsAt = new Date(String(refused.body.error?.metadata?.resets_at));
		expect(resetsAt.getUTCDay()).toBe(1);
		expect(refused.body.error?.metadata).toMatchObject({ scope, limit: "0.001000000", spent: "0.000000000" });
		expect((await caller.post(V1, chat("hello", { max_tokens: 20 }))).status).toBe(200);
	});

	test("may be listed, changed and ended, and is written to the log of acts", async () => {
		const opened = await open();
		const { manager, account, caller } = opened;
		for (const [scope, reset] of [
			["organisation", "monthly"],
			["organisation", "lifetime"],
			["end_user", "daily"],
			["tag", "daily"],
		] as const) {
			const terms = { limit: 5, thresholds: [90, 25, 90], soft: scope === "tag" };
			expect((await manager.ask("PUT", pathOf(opened, scope, reset, root), terms)).status).toBe(200);
		}
		const changed = await manager.ask("PUT", pathOf(opened, "organisation", "monthly", root), { limit_usd: "7.5" });
		expect(changed.body.data).toMatchObject({ limit: 7.5, limit_usd: "7.500000000", thresholds: [50, 80, 100] });
		const first = (await manager.get(`${root}/budgets?limit=3`)).body;
		expect(first).toMatchObject({ object: "list", has_more: true });
		const rest = (await manager.get(`${root}/budgets?cursor=${first.next_cursor}`)).body;
		const all = [...(first.data as unknown as object[]), ...(rest.data as unknown as object[])];
		expect(all).toMatchObject([
			{ scope: "organisation", reset: "monthly", spent_usd: "0.000000000", remaining_usd: "7.500000000" },
			{ scope: "organisation", reset: "lifetime", resets_at: null, thresholds: [25, 50, 80, 90, 100] },
			{ scope: "end_user", scope_id: "end_user", soft: false },
			{ scope: "tag", soft: true },
		]);
		const tags = (await manager.get(`${root}/budgets?scope=tag&id=tag`)).body;
		expect(tags.data).toHaveLength(1);
		const ended = await manager.ask("DELETE", pathOf(opened, "organisation", "monthly", root));
		expect(ended.body).toMatchObject({ deleted: true, data: { limit_usd: "7.500000000" } });
		expect((await manager.ask("DELETE", pathOf(opened, "organisation", "monthly", root))).status).toBe(404);
		const acts = await stack.sql`select action, actor from audit_log where target = ${account.organisationId}
			and action like 'budget.%' order by id`;
		expect(acts.map(({ action }) => action)).toEqual(["budget.set", "budget.set", "budget.set", "budget.end"]);
		expect(acts[0]?.actor).toMatch(/^key:key_/);
		expect((await caller.post(V1, chat("hello"))).status).toBe(200);
	});

	test("is nobody else's, and wrong ones are refused with what would be right", async () => {
		const opened = await open();
		const other = await open();
		const { manager, caller } = opened;
		for (const scope of ["organisation", "project", "member", "key"]) {
			const path = `${root}/budgets/${scope}/${idOf(other, scope)}/daily`;
			expectRefusal(await manager.ask("PUT", path, { limit_usd: "1" }), path, {
				status: 404,
				type: "invalid_request_error",
				code: "not_found",
			});
			expect((await manager.ask("DELETE", path)).status).toBe(404);
		}
		const path = pathOf(opened, "organisation", "daily", root);
		const wrong = { status: 400, type: "invalid_request_error", code: "invalid_value" };
		for (const [body, param] of [
			[{ limit_usd: "" }, "limit_usd"],
			[{ limit_usd: "1", limit: 1 }, "limit_usd"],
			[{ limit_usd: "-1" }, "limit_usd"],
			[{ limit_usd: "1.0000000001" }, "limit_usd"],
			[{ limit_usd: "1e3" }, "limit_usd"],
			[{ limit_usd: "1", thresholds: [0] }, "thresholds[0]"],
			[{ limit_usd: "1", thresholds: Array(11).fill(5) }, "thresholds"],
		] as const) {
			expectRefusal(await manager.ask("PUT", path, body), path, { ...wrong, param });
		}
		expect((await manager.ask("PUT", path, {})).body.error?.message).toContain("limit_usd");
		expect((await manager.ask("PUT", path, { limit_usd: true })).status).toBe(400);
		expect((await manager.ask("PUT", path, { limit_usd: "1", soft: "no" })).status).toBe(400);
		expect((await manager.ask("PUT", path, { limit_usd: "1", hard: true })).status).toBe(400);
		expect((await manager.ask("PUT", pathOf(opened, "organisation", "hourly", root), { limit: 1 })).status).toBe(400);
		expect((await manager.ask("PUT", `${root}/budgets/galaxy/x/daily`, { limit: 1 })).status).toBe(400);
		expect((await manager.ask("PUT", `${root}/budgets/tag/a%0Ab/daily`, { limit: 1 })).status).toBe(400);
		expect((await manager.ask("PUT", `${root}/budgets/tag/a%2Cb/daily`, { limit: 1 })).status).toBe(400);
		expect((await caller.ask("PUT", path, { limit_usd: "1" })).status).toBe(403);
		expect((await caller.get(`${root}/budgets`)).status).toBe(403);
		expect((await new Client(stack.baseUrl, "nobody").get(`${root}/budgets`)).status).toBe(401);
		expect((await manager.post(path, { limit_usd: "1" })).status).toBe(405);
	});
});

test("a limit that is lowered while calls run is in force when its answer comes: not a nano-dollar beyond it", async () => {
	const opened = await open();
	const { manager, caller, account } = opened;
	const call = () => caller.post(V1, chat("[[tokens:20]] a b c d e f g h i j", { max_tokens: 20 }));
	await manager.ask("PUT", pathOf(opened, "project", "daily"), { limit_usd: "50" });
	// A block is at hand now that is much larger than what is left to spend.
	for (let n = 0; n < 3; n++) expect((await call()).status).toBe(200);
	const spent = await spentOf(account);
	const limit = spent + 3_000_000n;
	const lowered = await manager.ask("PUT", pathOf(opened, "project", "daily"), { limit_usd: usdText(limit) });
	expect(lowered.body).toMatchObject({ in_force: true, data: { spent_usd: usdText(spent) } });
	const answers = await Promise.all(Array.from({ length: 100 }, call));
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 402]));
	const after = await spentOf(account);
	expect(after).toBeLessThanOrEqual(limit);
	expect(after).toBeGreaterThan(spent);
	await manager.ask("PUT", pathOf(opened, "organisation", "monthly"), { limit_usd: "0" });
	expect((await call()).body.error?.metadata).toMatchObject({ scope: "organisation", spent: usdText(after) });
	expect(await spentOf(account)).toBe(after);
});

test("a budget that is made counts what its scope has spent in the window before", async () => {
	const opened = await open();
	const { manager, caller, account } = opened;
	await caller.post(V1, chat("[[tokens:50]] hello", { max_tokens: 50 }));
	const spent = await spentOf(account);
	expect(spent).toBeGreaterThan(0n);
	for (const scope of ["organisation", "project", "member", "key"]) {
		const made = await manager.ask("PUT", pathOf(opened, scope, "monthly"), { limit_usd: "10" });
		expect(made.body.data, scope).toMatchObject({ spent_usd: usdText(spent) });
	}
});

test("thresholds that are crossed are written down once, of soft budgets too", async () => {
	const opened = await open();
	const { manager, caller, account } = opened;
	const call = () => caller.post(V1, chat("[[tokens:40]] hello there", { max_tokens: 40 }));
	await call();
	const each = await spentOf(account);
	const limit_usd = usdText(each * 4n);
	const path = pathOf(opened, "member", "lifetime");
	await manager.ask("PUT", path, { limit_usd, soft: true, thresholds: [20, 120] });
	const crossed = async () => {
		const { data } = (await manager.get("/v1/budgets?scope=member")).body;
		return (data as unknown as { crossed: number[] }[])[0]?.crossed;
	};
	expect(await crossed()).toEqual([20]);
	for (let n = 0; n < 2; n++) expect((await call()).status).toBe(200);
	await eventually(async () => expect(await crossed()).toEqual([20, 50]));
	for (let n = 0; n < 2; n++) expect((await call()).status).toBe(200);
	await eventually(async () => expect(await crossed()).toEqual([20, 50, 80, 100, 120]));
	const rows = await stack.sql`select percent from budget_crossing c join budget b on b.id = c.budget_id
		where b.organisation_id = ${account.organisationId} order by percent`;
	expect(rows.map(({ percent }) => percent)).toEqual([20, 50, 80, 100, 120]);
});

test("several processes keep a limit together, lowered while both have credit at hand", {
	timeout: 60_000,
}, async () => {
	const { bunRuntime } = await import("../harness/index.ts");
	const opened = await open();
	const { manager, caller, account } = opened;
	const beside = await bunRuntime.start({
		...stack.settings,
		ROLE: "api",
		DATA_DIR: `${stack.settings.DATA_DIR}-beside`,
	});
	try {
		const callers = [caller, new Client(beside.baseUrl, caller.key)];
		const call = (n: number) =>
			(callers[n % 2] ?? caller).post(V1, chat("[[tokens:20]] a b c d e", { max_tokens: 20 }));
		for (let n = 0; n < 4; n++) expect((await call(n)).status).toBe(200);
		const spent = await spentOf(account);
		const limit = spent + 3_000_000n;
		const lowered = await manager.ask("PUT", pathOf(opened, "key", "daily"), { limit_usd: usdText(limit) });
		expect(lowered.body).toMatchObject({ in_force: true });
		const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => call(n)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 402]));
		// One by one until nothing fits: neither process is refused for what the other has idle.
		let last = await call(0);
		for (let n = 1; last.status === 200; n++) last = await call(n);
		const after = await spentOf(account);
		expect(after).toBeLessThanOrEqual(limit);
		expect(limit - after).toBeLessThan(nanoOf(String(last.body.error?.metadata?.needed)));
	} finally {
		await beside.stop();
	}
});

test("after all of it the books are right", async () => {
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
