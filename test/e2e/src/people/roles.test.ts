import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Browser,
	Client,
	eventually,
	type JsonAnswer,
	join,
	newAddress,
	openStack,
	type Person,
	ROOTS,
	type Stack,
	signUp,
} from "../harness/index.ts";

const ROLES = ["owner", "admin", "developer", "billing", "viewer"] as const;
type Who = (typeof ROLES)[number] | "management key";

const EVERYBODY: readonly Who[] = [...ROLES, "management key"];
const RUNS: readonly Who[] = ["owner", "admin"];
const RUNS_OR_KEY: readonly Who[] = [...RUNS, "management key"];
const BUYS: readonly Who[] = [...RUNS_OR_KEY, "billing"];
const NOBODYS_HASH = "0".repeat(64);

interface Row {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
	readonly may: readonly Who[];
}

const row = (line: string, may: readonly Who[], body?: unknown): Row => {
	const [method = "", path = ""] = line.split(" ");
	return { method, path, may, ...(body !== undefined && { body }) };
};

/** Whoever may ask gets an answer, if only that there is no such thing; everybody else gets 403. */
const ROUTES: readonly Row[] = [
	row("GET /session", EVERYBODY),
	row("GET /keys", EVERYBODY),
	row(`GET /keys/${NOBODYS_HASH}`, EVERYBODY),
	row("POST /keys", [...RUNS_OR_KEY, "developer"], { name: "matrix" }),
	row("POST /keys", RUNS_OR_KEY, { name: "matrix", service: true }),
	row("POST /keys", RUNS, { name: "matrix", management: true }),
	row(`PATCH /keys/${NOBODYS_HASH}`, [...RUNS_OR_KEY, "developer"], { name: "x" }),
	row(`DELETE /keys/${NOBODYS_HASH}`, [...RUNS_OR_KEY, "developer"]),
	row("GET /projects", EVERYBODY),
	row("POST /projects", RUNS_OR_KEY, { name: "matrix" }),
	row("PATCH /projects/prj_x", RUNS_OR_KEY, { name: "x" }),
	row("DELETE /projects/prj_x", RUNS_OR_KEY),
	row("GET /organization", EVERYBODY),
	row("PATCH /organization", RUNS, { name: "Matrix" }),
	row("GET /organization/audit-log", RUNS),
	row("GET /organization/members", EVERYBODY),
	row("PATCH /organization/members/mem_x", RUNS, { role: "viewer" }),
	row("DELETE /organization/members/mem_x", RUNS),
	row("GET /organization/invitations", EVERYBODY),
	row("POST /organization/invitations", RUNS, { email: "matrix@example.com", role: "viewer" }),
	row("DELETE /organization/invitations/inv_x", RUNS),
	row("GET /credits", EVERYBODY),
	row("GET /credits/purchases", EVERYBODY),
	row("GET /credits/purchases/pur_x", EVERYBODY),
	row("GET /credits/auto-topup", EVERYBODY),
	row("POST /credits/checkout", BUYS, {}),
	row("POST /credits/auto-topup", BUYS, {}),
	row("DELETE /credits/card", BUYS),
	row("GET /budgets", EVERYBODY),
	row("PUT /budgets/organisation/org_x/daily", BUYS, { limit_usd: "1" }),
	row("PUT /budgets/member/mem_x/daily", BUYS, { limit_usd: "1" }),
	row("PUT /budgets/project/prj_x/daily", RUNS_OR_KEY, { limit_usd: "1" }),
	row(`PUT /budgets/key/${NOBODYS_HASH}/daily`, RUNS_OR_KEY, { limit_usd: "1" }),
	row("DELETE /budgets/organisation/self/monthly", BUYS),
	row("DELETE /budgets/end_user/nobody/daily", RUNS_OR_KEY),
	row("DELETE /budgets/tag/none/daily", RUNS_OR_KEY),
	row("GET /generations", EVERYBODY),
	row("GET /generation?id=gen_x", EVERYBODY),
	row("GET /activity", EVERYBODY),
	row("GET /analytics/meta", EVERYBODY),
	row("POST /analytics/query", EVERYBODY, { metrics: ["request_count"] }),
	row("GET /alerts", RUNS),
	row("PUT /alerts", RUNS, { low_balance_usd: "1" }),
	row("POST /alerts/webhooks", RUNS, { url: "https://127.0.0.1/" }),
	row("PATCH /alerts/webhooks/whk_x", RUNS, { enabled: false }),
	row("DELETE /alerts/webhooks/whk_x", RUNS),
	row("POST /alerts/webhooks/whk_x/rotate", RUNS),
	row("POST /alerts/webhooks/whk_x/test", RUNS),
];

let stack: Stack;
const people = new Map<Who, Person>();
let manager: Client;
beforeAll(async () => {
	stack = await openStack("roles");
	const owner = await signUp(stack.baseUrl, "Owner");
	people.set("owner", owner);
	for (const role of ROLES.slice(1)) people.set(role, await join(owner, role, role));
	const made = await owner.browser.post("/v1/keys", { name: "manager", management: true });
	manager = new Client(stack.baseUrl, String(made.body.key));
});
afterAll(() => stack?.close());

/** How many transactions wait for a member's row. */
async function waiting(): Promise<number> {
	const [row] = await stack.sql`select count(*)::int4 as count from pg_stat_activity
		where datname = current_database() and wait_event_type = 'Lock' and query like '%member%'`;
	return Number(row?.count);
}

const person = (role: Who): Person => {
	const found = people.get(role);
	if (!found) throw new Error(`nobody is ${role}`);
	return found;
};

async function ask(who: Who, { method, path, body }: Row, root: string): Promise<JsonAnswer> {
	if (who !== "management key") {
		return person(who).browser.send(root + path, { method, ...(body !== undefined && { body }) });
	}
	const headers = {
		authorization: `Bearer ${manager.key}`,
		...(body !== undefined && { "content-type": "application/json" }),
	};
	return new Browser(stack.baseUrl).send(root + path, {
		method,
		headers,
		origin: null,
		...(body !== undefined && { body }),
	});
}

describe.each(ROOTS)("on %s", (root) => {
	test.each(ROUTES.map((each) => [`${each.method} ${each.path} ${JSON.stringify(each.body ?? "")}`, each] as const))(
		"%s",
		async (_, route) => {
			for (const who of EVERYBODY) {
				const { status, text, headers } = await ask(who, route, root);
				expect(headers.get("x-request-id")).toMatch(/^req_/);
				expect(headers.get("request-id")).toBe(headers.get("x-request-id"));
				if (route.may.includes(who)) expect([200, 201, 400, 404], `${who}: ${status} ${text}`).toContain(status);
				else expect(status, `${who}: ${text}`).toBe(403);
			}
			const nobody = new Browser(stack.baseUrl);
			const { method, path, body } = route;
			const stranger = await nobody.send(root + path, { method, ...(body !== undefined && { body }) });
			expect(stranger.status, `nobody: ${stranger.text}`).toBe(401);
		},
	);
});

test("no route of an account is left out above", async () => {
	const { paths } = (await (await fetch(`${stack.baseUrl}/openapi.json`)).json()) as {
		paths: Record<string, Record<string, { security?: Record<string, unknown>[] }>>;
	};
	/** For people alone, whatever their role: below. */
	const people = /^\/(?:api\/auth|invitations|organizations$|session\/organization$)/;
	const described = Object.entries(paths).flatMap(([path, operations]) =>
		Object.entries(operations)
			.filter(([, { security = [] }]) => security.some((way) => "session" in way) && !people.test(path))
			.map(([method]) => ({ method: method.toUpperCase(), path })),
	);
	const missing = described.filter(({ method, path }) => {
		const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}(?:\\?|$)`);
		return !ROUTES.some((route) => route.method === method && pattern.test(route.path));
	});
	expect(described.length).toBeGreaterThan(25);
	expect(missing).toEqual([]);
});

test("only people found organisations, switch, and settle invitations", async () => {
	for (const path of ["/organizations", "/session/organization", "/invitations/look", "/invitations/accept"]) {
		expect((await manager.post(`/v1${path}`, { name: "x", token: "x", organization_id: "x" })).status, path).toBe(401);
	}
});

test("an inference key manages nothing, and sees itself and its balance", async () => {
	const made = await person("owner").browser.post("/v1/keys", { name: "inference" });
	const client = new Client(stack.baseUrl, String(made.body.key));
	for (const { method, path, body } of ROUTES) {
		const headers = { authorization: `Bearer ${client.key}` };
		const answer = await new Browser(stack.baseUrl).send(`/v1${path}`, { method, headers, origin: null, body });
		const own = /^\/(credits$|generations|generation\?|activity)/.test(path);
		if (own) expect([200, 404], path).toContain(answer.status);
		else expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(403);
	}
});

describe("a developer", () => {
	test("changes and revokes keys of their own, and nobody else's", async () => {
		const [owner, developer] = [person("owner"), person("developer")];
		const make = async (who: Person, body: object) =>
			String((await who.browser.post("/v1/keys", { name: "k", ...body })).body.data?.hash);
		const own = await make(developer, {});
		const others = [
			await make(owner, {}),
			await make(owner, { service: true }),
			await make(owner, { management: true }),
		];
		const change = (hash: string) =>
			developer.browser.send(`/v1/keys/${hash}`, { method: "PATCH", body: { name: "mine" } });
		const revoke = (hash: string) => developer.browser.send(`/v1/keys/${hash}`, { method: "DELETE" });
		expect((await change(own)).body.data).toMatchObject({ name: "mine", member_id: developer.memberId });
		for (const hash of others) {
			expect((await change(hash)).status).toBe(403);
			expect((await revoke(hash)).status).toBe(403);
		}
		expect((await revoke(own)).status).toBe(200);
		expect((await revoke(own)).status).toBe(404);
	});
});

describe("an admin", () => {
	test("makes no owner, unmakes none, and is not the last to see to that", async () => {
		const [owner, admin, viewer] = [person("owner"), person("admin"), person("viewer")];
		const give = (from: Person, to: Person, role: string) =>
			from.browser.send(`/v1/organization/members/${to.memberId}`, { method: "PATCH", body: { role } });
		expect((await give(admin, viewer, "owner")).status).toBe(403);
		expect((await give(admin, owner, "viewer")).status).toBe(403);
		const remove = await admin.browser.send(`/v1/organization/members/${owner.memberId}`, { method: "DELETE" });
		expect(remove.status).toBe(403);
		const invited = await admin.browser.post("/v1/organization/invitations", { email: "x@example.com", role: "owner" });
		expect(invited.status).toBe(403);
		expect((await give(owner, owner, "admin")).body.error).toMatchObject({ code: "invalid_value" });
		expect((await owner.browser.send(`/v1/organization/members/${owner.memberId}`, { method: "DELETE" })).status).toBe(
			400,
		);
	});
});

describe("a change of role", () => {
	test("counts at once for changes, and for reads as soon as the token is gone", async () => {
		const owner = person("owner");
		const guest = await join(owner, "Guest", "admin");
		const change = (role: string) =>
			owner.browser.send(`/v1/organization/members/${guest.memberId}`, { method: "PATCH", body: { role } });
		expect((await guest.browser.post("/v1/projects", { name: "as admin" })).status).toBe(201);
		expect((await change("viewer")).status).toBe(200);
		expect((await guest.browser.post("/v1/projects", { name: "as viewer" })).status).toBe(403);
		guest.browser.cookies.delete("turnpike.token");
		expect((await guest.browser.get("/v1/organization/audit-log")).status).toBe(403);
	});

	test("that removes somebody ends what they could do there, and switches their keys off", async () => {
		const owner = person("owner");
		const guest = await join(owner, "Guest", "developer");
		const made = await guest.browser.post("/v1/keys", { name: "of a guest" });
		const removed = await owner.browser.send(`/v1/organization/members/${guest.memberId}`, { method: "DELETE" });
		expect(removed.status).toBe(200);
		const { body } = await guest.browser.post("/v1/keys", { name: "after" });
		expect(body.data?.organization_id).not.toBe(owner.organisationId);
		const hash = String(made.body.data?.hash);
		expect((await owner.browser.get(`/v1/keys/${hash}`)).body.data).toMatchObject({ disabled: true });
		expect((await guest.browser.send(`/v1/keys/${hash}`, { method: "PATCH", body: { disabled: false } })).status).toBe(
			404,
		);
	});

	test("that is under way lets nothing be made that would outlast it", async () => {
		const owner = person("owner");
		const guest = await join(owner, "Guest", "admin");
		const asks = [
			() => guest.browser.post("/v1/keys", { name: "just in time" }),
			() => guest.browser.post("/v1/keys", { name: "just in time", service: true }),
			() => guest.browser.post("/v1/organization/invitations", { email: newAddress("Friend"), role: "admin" }),
		];
		const asked: Promise<JsonAnswer>[] = [];
		await stack.sql.begin(async (tx) => {
			await tx`delete from member where id = ${guest.memberId}`;
			asked.push(...asks.map((ask) => ask()));
			const held = eventually(async () => expect(await waiting()).toBe(asks.length), 10_000);
			await Promise.race([Promise.all(asked), held]);
		});
		expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([403, 403, 403]);
		const { text } = await owner.browser.get("/v1/keys");
		expect(text).not.toContain("just in time");
	});

	test("by which somebody leaves is theirs to make", async () => {
		const owner = person("owner");
		const guest = await join(owner, "Guest", "viewer");
		expect((await guest.browser.send(`/v1/organization/members/${guest.memberId}`, { method: "DELETE" })).status).toBe(
			200,
		);
		const { body } = await guest.browser.get("/v1/session");
		expect(body.data?.organization?.id).not.toBe(owner.organisationId);
	});
});

test("all of it is in the audit log, with who did it", async () => {
	const owner = person("owner");
	const { body } = await owner.browser.get("/v1/organization/audit-log?limit=200");
	const acts = Object.values(body.data ?? {}).map((act) => `${act?.actor} ${act?.action}`);
	for (const action of ["member.change_role", "member.remove", "key.create", "project.create", "invitation.create"]) {
		expect(acts).toContain(`user:${owner.userId} ${action}`);
	}
	expect(acts.some((act) => /^key:key_\w+ project\.create$/.test(act))).toBe(true);
	expect(acts.some((act) => act.endsWith(" invitation.accept"))).toBe(true);
});
