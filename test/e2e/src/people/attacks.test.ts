import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Browser,
	Client,
	mailsTo,
	newAddress,
	openStack,
	PASSWORD,
	type Person,
	type Stack,
	signUp,
} from "../harness/index.ts";

let stack: Stack;
let ada: Person;
let eve: Person;
let adasKey: string;
let adasProject: string;
let adasInvitation: string;
beforeAll(async () => {
	stack = await openStack("attacks");
	[ada, eve] = [await signUp(stack.baseUrl, "Ada"), await signUp(stack.baseUrl, "Eve")];
	adasKey = String((await ada.browser.post("/v1/keys", { name: "ada's" })).body.data?.hash);
	adasProject = String((await ada.browser.get("/v1/keys")).body.data?.[0]?.project_id);
	const invited = await ada.browser.post("/v1/organization/invitations", {
		email: "guest@example.com",
		role: "viewer",
	});
	adasInvitation = String(invited.body.data?.id);
});
afterAll(() => stack?.close());

const TOKEN = "turnpike.token";
const SESSION = "turnpike.session_token";
const base64url = (value: object | Buffer) =>
	Buffer.from(Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString("base64url");

function claimsOf(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

function headerOf(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
}

describe("somebody else's id", () => {
	const requests = (): readonly (readonly [string, string, unknown?])[] => [
		["GET", `/v1/keys/${adasKey}`],
		["PATCH", `/v1/keys/${adasKey}`, { disabled: true }],
		["DELETE", `/v1/keys/${adasKey}`],
		["PATCH", `/v1/projects/${adasProject}`, { name: "eve's" }],
		["DELETE", `/v1/projects/${adasProject}`],
		["PATCH", `/v1/organization/members/${ada.memberId}`, { role: "viewer" }],
		["DELETE", `/v1/organization/members/${ada.memberId}`],
		["DELETE", `/v1/organization/invitations/${adasInvitation}`],
		["POST", "/v1/session/organization", { organization_id: ada.organisationId }],
		["POST", "/v1/keys", { name: "into ada's project", project_id: adasProject }],
		["DELETE", `/v1/budgets/key/${adasKey}/daily`],
	];

	test("is a 404 on every route, the same as one that never was", async () => {
		for (const [method, path, body] of requests()) {
			const answer = await eve.browser.send(path, { method, body });
			expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(404);
			// The id that was asked for is repeated, and its digits may spell a name.
			expect(answer.text.replaceAll(/[0-9a-f-]{32,}/g, "")).not.toMatch(/ada/i);
		}
		const own = await eve.browser.post("/v1/keys", { name: "eve's" });
		const moved = await eve.browser.send(`/v1/keys/${own.body.data?.hash}`, {
			method: "PATCH",
			body: { project_id: adasProject },
		});
		expect(moved.status).toBe(404);
		expect((await ada.browser.get(`/v1/keys/${adasKey}`)).body.data).toMatchObject({ disabled: false, name: "ada's" });
		expect((await ada.browser.get("/v1/organization/members")).body.data?.[0]).toMatchObject({ role: "owner" });
	});

	test("in a management key's hands is a 404, too", async () => {
		const made = await eve.browser.post("/v1/keys", { name: "eve's manager", management: true });
		const headers = { authorization: `Bearer ${made.body.key}` };
		for (const [method, path, body] of requests().slice(0, 5)) {
			const answer = await new Browser(stack.baseUrl).send(path, { method, body, headers, origin: null });
			expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(404);
		}
	});

	test("beside a cookie, a key is what counts: the cookie's user neither asks nor is shown", async () => {
		const made = await ada.browser.post("/v1/keys", { name: "ada's manager", management: true });
		const headers = { authorization: `Bearer ${made.body.key}` };
		const { body } = await eve.browser.copy().send("/v1/session", { headers });
		expect(body.data).toMatchObject({ kind: "key", user: null, organization: { id: ada.organisationId } });
		const forged = new Browser(stack.baseUrl);
		forged.cookies.set(SESSION, "no.session");
		expect((await forged.send("/v1/session", { headers })).status).toBe(200);
	});

	test("shows in no list", async () => {
		for (const path of [
			"/keys",
			"/projects",
			"/organization/members",
			"/organization/invitations",
			"/organization/audit-log",
		]) {
			const { text } = await eve.browser.get(`/v1${path}`);
			for (const id of [adasKey, adasProject, ada.memberId, ada.organisationId, ada.email]) {
				expect(text, path).not.toContain(id);
			}
		}
	});
});

describe("a forged token", () => {
	const good = async () => {
		eve.browser.cookies.delete(TOKEN);
		await eve.browser.get("/v1/session");
		return eve.browser.cookies.get(TOKEN) ?? "";
	};
	const { privateKey, publicKey } = generateKeyPairSync("ed25519");
	const signed = (header: object, claims: object) => {
		const text = `${base64url(header)}.${base64url(claims)}`;
		return `${text}.${base64url(sign(null, Buffer.from(text), privateKey))}`;
	};

	test.each<readonly [string, (token: string, target: Record<string, unknown>) => string]>([
		[
			"without a signature (alg none)",
			(_, claims) => `${base64url({ alg: "none", typ: "JWT" })}.${base64url(claims)}.`,
		],
		[
			"with alg none and the good signature",
			(token, claims) =>
				`${base64url({ ...headerOf(token), alg: "none" })}.${base64url(claims)}.${token.split(".")[2]}`,
		],
		[
			"of other claims under the good signature",
			(token, claims) => `${token.split(".")[0]}.${base64url(claims)}.${token.split(".")[2]}`,
		],
		["signed by another key of the same name", (token, claims) => signed(headerOf(token), claims)],
		[
			"signed by a key it brings along",
			(token, claims) => signed({ ...headerOf(token), jwk: publicKey.export({ format: "jwk" }) }, claims),
		],
		[
			"signed by the public key as if it were a secret (HS256)",
			(token, claims) => {
				const text = `${base64url({ ...headerOf(token), alg: "HS256" })}.${base64url(claims)}`;
				const secret = publicKey.export({ format: "pem", type: "spki" });
				return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
			},
		],
		["of a key that is not there", (token, claims) => signed({ ...headerOf(token), kid: "sig_none" }, claims)],
		["cut off", (token) => token.slice(0, -8)],
		["that is no token", () => "eyJhbGciOiJFZERTQSJ9.e30.AAAA"],
	])("%s lets nobody in, in a cookie or as a bearer's", async (_, forge) => {
		const token = await good();
		const target = { ...claimsOf(token), sub: ada.userId, org: ada.organisationId, mem: ada.memberId, role: "owner" };
		const forged = forge(token, target);
		const bearer = await new Client(stack.baseUrl, forged).get("/v1/keys");
		expect(bearer.status, bearer.text).toBe(401);
		// In a cookie beside eve's good session it counts for nothing: she is who she was.
		const browser = eve.browser.copy();
		browser.cookies.set(TOKEN, forged);
		const { body } = await browser.get("/v1/session");
		expect(body.data?.user?.id).toBe(eve.userId);
		const alone = new Browser(stack.baseUrl);
		alone.cookies.set(TOKEN, forged);
		expect((await alone.get("/v1/session")).status).toBe(401);
	});

	test("of another's, good by itself, does not go with one's own session", async () => {
		await ada.browser.get("/v1/session");
		ada.browser.cookies.delete(TOKEN);
		await ada.browser.get("/v1/session");
		const browser = eve.browser.copy();
		browser.cookies.set(TOKEN, ada.browser.cookies.get(TOKEN) ?? "");
		expect((await browser.get("/v1/session")).body.data?.user?.id).toBe(eve.userId);
	});

	test("that has expired is none, however good its signature", async () => {
		const token = await good();
		const claims = claimsOf(token);
		expect(Number(claims.exp) - Number(claims.iat)).toBe(300);
		expect(claims).toMatchObject({ iss: expect.stringMatching(/^http/), aud: claims.iss });
	});
});

describe("a session cookie", () => {
	test("whose signature is not ours is none", async () => {
		const cookie = decodeURIComponent(ada.browser.cookies.get(SESSION) ?? "");
		const [token = "", signature = ""] = cookie.split(".");
		const forged = [
			token,
			`${token}.`,
			`${token}.${"A".repeat(43)}=`,
			`${token}.${createHmac("sha256", "guess").update(token).digest("base64")}`,
			`${token}x.${signature}`,
			"%",
			"a.b",
		];
		for (const value of forged) {
			const browser = new Browser(stack.baseUrl);
			browser.cookies.set(SESSION, value === "%" ? "%" : encodeURIComponent(value));
			expect((await browser.get("/v1/session")).status, value).toBe(401);
			expect((await browser.post("/v1/projects", { name: "x" })).status, value).toBe(401);
		}
	});

	test("is a new one at every signing in, whatever the browser came with (fixation)", async () => {
		const planted = ada.browser.cookies.get(SESSION) ?? "";
		const browser = new Browser(stack.baseUrl);
		browser.cookies.set(SESSION, planted);
		await browser.post("/api/auth/sign-in/email", { email: eve.email, password: PASSWORD });
		expect(browser.cookies.get(SESSION)).not.toBe(planted);
		expect((await browser.get("/v1/session")).body.data?.user?.id).toBe(eve.userId);
		const made = new Browser(stack.baseUrl);
		made.cookies.set(SESSION, "chosen-by-eve");
		await made.post("/api/auth/sign-in/email", { email: eve.email, password: PASSWORD });
		expect(made.cookies.get(SESSION)).not.toContain("chosen-by-eve");
	});

	test("sent twice, one of them planted by a neighbour, is none", async () => {
		const headers = { cookie: `${SESSION}=planted; ${eve.browser.cookieHeader}` };
		const answer = await new Browser(stack.baseUrl).send("/v1/session", { headers });
		expect(answer.status).toBe(401);
	});
});

describe("another site's page", () => {
	const ORIGINS = ["https://evil.example", "null", "http://localhost", "http://127.0.0.1:1", `http://x@evil.example`];
	const changes: readonly (readonly [string, string, unknown])[] = [
		["POST", "/v1/keys", { name: "stolen" }],
		["POST", "/api/v1/keys", { name: "stolen" }],
		["POST", "/v1/v1/keys", { name: "stolen" }],
		["POST", "/v1/projects", { name: "stolen" }],
		["PATCH", "/v1/organization", { name: "stolen" }],
		["POST", "/v1/organization/invitations", { email: "evil@example.com", role: "owner" }],
		["POST", "/v1/session/organization", { organization_id: "org_x" }],
		["PUT", "/v1/budgets/organisation/self/daily", { limit_usd: "0" }],
		["POST", "/api/auth/sign-out", {}],
		["POST", "/api/auth/change-password", { currentPassword: PASSWORD, newPassword: "stolen password" }],
		["POST", "/api/auth/revoke-other-sessions", {}],
		["POST", "/api/auth/update-user", { name: "stolen" }],
	];

	test.each(changes)("changes nothing by %s %s", async (method, path, body) => {
		for (const origin of ORIGINS) {
			const answer = await ada.browser.copy().send(path, { method, body, origin });
			expect(answer.status, `${origin}: ${answer.text}`).toBe(403);
		}
		const silent = await ada.browser.copy().send(path, { method, body, origin: null });
		expect(silent.status, silent.text).toBe(403);
		const said = await ada.browser
			.copy()
			.send(path, { method, body, origin: null, headers: { "sec-fetch-site": "cross-site" } });
		expect(said.status, said.text).toBe(403);
	});

	test("cannot post a form that would be taken for JSON", async () => {
		for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
			const headers = { "content-type": type, cookie: ada.browser.cookieHeader };
			const answer = await fetch(`${stack.baseUrl}/v1/keys`, { method: "POST", headers, body: '{"name":"stolen"}' });
			expect([403, 415], type).toContain(answer.status);
			const body = '{"email":"x@example.com","password":"whatever it is"}';
			const auth = await fetch(`${stack.baseUrl}/api/auth/sign-in/email`, {
				method: "POST",
				headers: { "content-type": type },
				body,
			});
			expect([403, 415], type).toContain(auth.status);
		}
	});

	test("is told by no header that it may", async () => {
		const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
		const preflight = await fetch(`${stack.baseUrl}/v1/keys`, { method: "OPTIONS", headers });
		expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
		const read = await fetch(`${stack.baseUrl}/v1/session`, {
			headers: { ...headers, cookie: ada.browser.cookieHeader },
		});
		expect(read.headers.get("access-control-allow-origin")).toBeNull();
	});

	test("finds no way on from here", async () => {
		for (const next of ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
			const email = newAddress("Joe");
			const body = { name: "Joe", email, password: PASSWORD, callbackURL: next };
			const answer = await new Browser(stack.baseUrl).post("/api/auth/sign-up/email", body);
			if (answer.status !== 200) continue;
			const [text = ""] = await mailsTo(stack.baseUrl, email);
			expect(text).not.toContain("evil");
			expect(text).not.toContain("next=");
		}
	});
});
