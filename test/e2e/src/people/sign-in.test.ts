import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Browser,
	Client,
	chat,
	mailsTo,
	newAddress,
	openStack,
	PASSWORD,
	personIn,
	type Stack,
	signUp,
	tokenMailedTo,
} from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("sign_in");
});
afterAll(() => stack?.close());

const browse = () => new Browser(stack.baseUrl);
const signIn = (browser: Browser, email: string, password = PASSWORD, more: object = {}) =>
	browser.post("/api/auth/sign-in/email", { email, password, ...more });

test("somebody signs up, confirms their address, makes a key, and calls a model with it", async () => {
	const browser = browse();
	const email = newAddress("Ada");
	const signedUp = await browser.post("/api/auth/sign-up/email", { name: "Ada", email, password: PASSWORD });
	expect(signedUp).toMatchObject({ status: 200, body: { token: null, user: { email, emailVerified: false } } });
	expect((await browser.get("/v1/session")).status).toBe(401);
	expect(await signIn(browser, email)).toMatchObject({ status: 401, body: { code: "INVALID_EMAIL_OR_PASSWORD" } });

	const token = await tokenMailedTo(stack.baseUrl, email, "verify-email");
	expect((await browser.get(`/api/auth/verify-email?token=${token}`)).status).toBe(200);
	const { body } = await browser.get("/v1/session");
	expect(body.data).toMatchObject({
		...{ kind: "user", role: "owner", production: false },
		user: { email, name: "Ada" },
		organization: { name: "Ada's organisation", suspended: false },
		sandbox: { providers: true, mail: true },
	});
	expect(Object.values(body.data?.organizations ?? {})).toHaveLength(1);

	const made = await browser.post("/v1/keys", { name: "first", limit: 2.5, limit_reset: "daily" });
	expect(made).toMatchObject({ status: 201, body: { data: { name: "first", limit_usd: "2.500000000" } } });
	const key = String(made.body.key);
	expect(key).toMatch(/^tp_live_/);
	await stack.credit(String(body.data?.organization?.id), "1");
	const answer = await new Client(stack.baseUrl, key).post("/v1/chat/completions", chat("hello"));
	expect(answer.status, answer.text).toBe(200);
	const balance = await browser.get("/v1/credits");
	expect(balance.body.data).toMatchObject({ total_credits_usd: "1.000000000" });
	expect(Number(balance.body.data?.total_usage)).toBeGreaterThan(0);
	const listed = await browser.get("/v1/keys");
	expect(listed.text).not.toContain(key);
	expect(Object.values(listed.body.data ?? {})).toHaveLength(1);
});

describe("a link to confirm an address", () => {
	test("signs in the browser that signed up, once, and no other", async () => {
		const [here, elsewhere] = [browse(), browse()];
		const email = newAddress("Bea");
		await here.post("/api/auth/sign-up/email", { name: "Bea", email, password: PASSWORD });
		const token = await tokenMailedTo(stack.baseUrl, email, "verify-email");
		expect((await elsewhere.get(`/api/auth/verify-email?token=${token}`)).status).toBe(200);
		expect((await elsewhere.get("/v1/session")).status).toBe(401);
		// It was confirmed elsewhere: this browser is to sign in.
		expect((await here.get(`/api/auth/verify-email?token=${token}`)).status).toBe(200);
		expect((await here.get("/v1/session")).status).toBe(401);
		expect((await signIn(here, email)).status).toBe(200);
	});

	test("is mailed again to whoever signs up again before they have", async () => {
		const browser = browse();
		const email = newAddress("Cid");
		for (let time = 0; time < 2; time++) {
			await browser.post("/api/auth/sign-up/email", { name: "Cid", email, password: PASSWORD });
		}
		const mails = await mailsTo(stack.baseUrl, email);
		expect(mails.filter((text) => text.includes("/verify-email?token="))).toHaveLength(2);
	});

	test("confirms no password but the only one: whoever signed up first does not choose it for the mailbox's owner", async () => {
		const email = newAddress("Cleo");
		const signUpWith = (password: string) =>
			browse().post("/api/auth/sign-up/email", { name: "Cleo", email, password });
		await signUpWith("chosen by a stranger");
		const strangers = await tokenMailedTo(stack.baseUrl, email, "verify-email");
		await signUpWith(PASSWORD);
		const token = await tokenMailedTo(stack.baseUrl, email, "reset-password");
		await browse().get(`/api/auth/verify-email?token=${strangers}`);
		for (const password of ["chosen by a stranger", PASSWORD]) {
			expect((await signIn(browse(), email, password)).status).toBe(401);
		}
		const chosen = await browse().post("/api/auth/reset-password", { token, newPassword: "chosen by its owner" });
		expect(chosen.status).toBe(200);
		expect((await signIn(browse(), email, "chosen by its owner")).status).toBe(200);
	});

	test.each(["", "x", "eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFAYi5jIn0."])("that is %j confirms nothing", async (token) => {
		expect((await browse().get(`/api/auth/verify-email?token=${token}`)).status).toBeGreaterThanOrEqual(400);
	});
});

describe("a session", () => {
	test("ends for every request when it is signed out", async () => {
		const { browser, email } = await signUp(stack.baseUrl, "Dan");
		const stolen = browser.copy();
		expect((await browser.post("/api/auth/sign-out")).status).toBe(200);
		expect((await browser.get("/v1/session")).status).toBe(401);
		expect((await stolen.post("/v1/projects", { name: "x" })).status).toBe(401);
		// Without the five-minute token it had, a read is asked of the stored session, too.
		stolen.cookies.delete("turnpike.token");
		expect((await stolen.get("/v1/session")).status).toBe(401);
		expect((await signIn(browser, email)).status).toBe(200);
	});

	test("is listed beside the others, and revoked from there", async () => {
		const { browser, email } = await signUp(stack.baseUrl, "Eli");
		const other = browse();
		await signIn(other, email);
		await other.get("/v1/session");
		const listed = await browser.get("/api/auth/list-sessions");
		const sessions = JSON.parse(listed.text) as { id: string; token: string; ipAddress: string }[];
		expect(sessions).toHaveLength(2);
		expect(sessions.every(({ ipAddress }) => ipAddress === "127.0.0.1")).toBe(true);
		const mine = String((await browser.get("/v1/session")).body.data?.session_id);
		const theirs = sessions.find(({ id }) => id !== mine);
		expect((await browser.post("/api/auth/revoke-session", { token: theirs?.token })).status).toBe(200);
		expect((await other.post("/v1/projects", { name: "x" })).status).toBe(401);
		expect((await browser.post("/v1/projects", { name: "x" })).status).toBe(201);
	});

	test("serves reads out of a token that is bound to it, and gets another when that is gone", async () => {
		const { browser } = await signUp(stack.baseUrl, "Fay");
		const token = browser.cookies.get("turnpike.token");
		expect(token).toMatch(/^eyJ/);
		const again = await browser.get("/v1/keys");
		expect(again.headers.getSetCookie()).toEqual([]);
		browser.cookies.delete("turnpike.token");
		expect((await browser.get("/v1/keys")).status).toBe(200);
		expect(browser.cookies.get("turnpike.token")).toMatch(/^eyJ/);
	});

	test("lasts until the browser closes where that is asked for", async () => {
		const { email } = await signUp(stack.baseUrl, "Gil");
		const browser = browse();
		const answer = await signIn(browser, email, PASSWORD, { rememberMe: false });
		const session = answer.headers.getSetCookie().find((cookie) => cookie.startsWith("turnpike.session_token="));
		expect(session).not.toMatch(/max-age|expires/i);
		expect((await browser.get("/v1/session")).status).toBe(200);
	});

	test("sets cookies that no script reads and no other site sends", async () => {
		const { email } = await signUp(stack.baseUrl, "Hal");
		const browser = browse();
		const cookies = [...(await signIn(browser, email)).headers.getSetCookie()];
		cookies.push(...(await browser.get("/v1/session")).headers.getSetCookie());
		expect(cookies.length).toBeGreaterThan(1);
		for (const cookie of cookies) {
			expect(cookie).toMatch(/HttpOnly/i);
			expect(cookie).toMatch(/SameSite=Lax/i);
			expect(cookie).toMatch(/Path=\//i);
			expect(cookie).not.toMatch(/Domain=/i);
		}
	});

	test("can be used as a bearer's token", async () => {
		const { browser } = await signUp(stack.baseUrl, "Ida");
		const token = String((await browser.get("/api/auth/token")).body.token);
		const client = new Client(stack.baseUrl, token);
		expect((await client.get("/v1/session")).body.data).toMatchObject({ kind: "user", user: { name: "Ida" } });
		expect((await client.post("/v1/projects", { name: "by a program" })).status).toBe(201);
		await browser.post("/api/auth/sign-out");
		expect((await client.post("/v1/projects", { name: "too late" })).status).toBe(401);
	});
});

describe("a password", () => {
	test("is reset by mail, once, and every session is signed out", async () => {
		const { browser, email } = await signUp(stack.baseUrl, "Jo");
		expect((await browse().post("/api/auth/request-password-reset", { email })).status).toBe(200);
		const token = await tokenMailedTo(stack.baseUrl, email, "reset-password");
		const reset = () => browse().post("/api/auth/reset-password", { token, newPassword: "battery staple correct" });
		expect((await reset()).status).toBe(200);
		expect(await reset()).toMatchObject({ status: 400, body: { code: "INVALID_TOKEN" } });
		expect((await browser.post("/v1/projects", { name: "x" })).status).toBe(401);
		expect((await signIn(browse(), email)).status).toBe(401);
		expect((await signIn(browse(), email, "battery staple correct")).status).toBe(200);
		expect((await mailsTo(stack.baseUrl, email))[0]).toContain("was changed");
	});

	test("that is reset confirms the address, as only its mailbox could", async () => {
		const email = newAddress("Kim");
		await browse().post("/api/auth/sign-up/email", { name: "Kim", email, password: PASSWORD });
		await browse().post("/api/auth/request-password-reset", { email });
		const token = await tokenMailedTo(stack.baseUrl, email, "reset-password");
		await browse().post("/api/auth/reset-password", { token, newPassword: "battery staple correct" });
		const browser = browse();
		expect((await signIn(browser, email, "battery staple correct")).status).toBe(200);
		expect(await personIn(browser, email)).toMatchObject({ email });
	});

	test("is changed by whoever knows it", async () => {
		const { browser, email } = await signUp(stack.baseUrl, "Lee");
		const change = (currentPassword: string) =>
			browser.post("/api/auth/change-password", { currentPassword, newPassword: "battery staple correct" });
		const before = await mailsTo(stack.baseUrl, email);
		expect((await change("wrong horse battery")).status).toBe(400);
		expect(await mailsTo(stack.baseUrl, email)).toEqual(before);
		expect((await change(PASSWORD)).status).toBe(200);
		expect((await mailsTo(stack.baseUrl, email))[0]).toContain("was changed");
		expect((await signIn(browse(), email, "battery staple correct")).status).toBe(200);
	});

	test.each(["short", "x".repeat(129)])("of the wrong length is refused", async (password) => {
		const answer = await browse().post("/api/auth/sign-up/email", { name: "Max", email: newAddress("Max"), password });
		expect(answer.status).toBe(400);
	});
});

describe("nobody learns whether an address has an account", () => {
	/** What can be told apart: everything but ids and times. */
	const shape = ({ status, body, headers }: Awaited<ReturnType<Browser["post"]>>) => ({
		status,
		body: JSON.stringify(body, (name, value) => (/^(id|email|createdAt|updatedAt)$/.test(name) ? typeof value : value)),
		cookies: headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, "")),
	});

	const nameless = (name: string) => (email: string) => ({ name, email, password: PASSWORD, image: "https://a/b.png" });

	test.each([
		["signing up", "/api/auth/sign-up/email", (email: string) => ({ name: "Ned", email, password: PASSWORD })],
		["signing up with a name too long", "/api/auth/sign-up/email", nameless(` ${"Ned\n".repeat(200)}`)],
		["signing in", "/api/auth/sign-in/email", (email: string) => ({ email, password: "wrong horse battery" })],
		["asking for a reset", "/api/auth/request-password-reset", (email: string) => ({ email })],
		["asking for the link again", "/api/auth/send-verification-email", (email: string) => ({ email })],
	])("by %s", async (_, path, bodyFor) => {
		const { email } = await signUp(stack.baseUrl, "Ned");
		const known = shape(await browse().post(path, bodyFor(email)));
		const unknown = shape(await browse().post(path, bodyFor(newAddress("Ned"))));
		expect(known).toEqual(unknown);
	});

	test("by signing up with it, and then in", async () => {
		const { email } = await signUp(stack.baseUrl, "Nia");
		const tries = [email, newAddress("Nia")].map(async (address) => {
			const browser = browse();
			const password = "a stranger's guess";
			await browser.post("/api/auth/sign-up/email", { name: "Nia", email: address, password });
			return shape(await signIn(browser, address, password));
		});
		const [known, unknown] = await Promise.all(tries);
		expect(known).toEqual(unknown);
		expect(known?.status).toBe(401);
	});

	test("but its owner, who is told that somebody tried", async () => {
		const { email } = await signUp(stack.baseUrl, "Oli");
		await browse().post("/api/auth/sign-up/email", { name: "Oli", email, password: PASSWORD });
		expect((await mailsTo(stack.baseUrl, email))[0]).toContain("has an account already");
	});
});

test("whoever signs in has an organisation, even if the process died before it made one", async () => {
	const { email, organisationId, userId } = await signUp(stack.baseUrl, "Quin");
	await stack.sql`alter table member disable trigger user`;
	await stack.sql`delete from member where user_id = ${userId}`;
	await stack.sql`alter table member enable trigger user`;
	const browser = browse();
	await signIn(browser, email);
	const { body } = await browser.get("/v1/session");
	expect(body.data?.role).toBe("owner");
	expect(body.data?.organization?.id).not.toBe(organisationId);
});

test("what people do to their own accounts is in the audit log", async () => {
	const { browser, userId, email } = await signUp(stack.baseUrl, "Ona");
	await signIn(browse(), email);
	await browser.post("/api/auth/revoke-other-sessions");
	await browser.post("/api/auth/change-password", { currentPassword: PASSWORD, newPassword: "battery staple correct" });
	const acts =
		await stack.sql`select action from audit_log where actor = ${`user:${userId}`} and target = ${userId} order by id`;
	expect(acts.map(({ action }) => action)).toEqual([
		"user.add_identity",
		"user.verify_email",
		"user.sign_in",
		"user.sign_in",
		"user.revoke_sessions",
		"user.change_password",
	]);
});

test("what is not offered is not there", async () => {
	const { browser } = await signUp(stack.baseUrl, "Pat");
	expect((await browser.post("/api/auth/sign-in/social", { provider: "github" })).status).toBe(404);
	expect((await browser.get("/v1/installation")).body.data).toMatchObject({ production: false });
	for (const path of [
		"/get-access-token",
		"/refresh-token",
		"/update-session",
		"/delete-user",
		"/change-email",
		"/verify-password",
		"/link-social",
	]) {
		expect((await browser.post(`/api/auth${path}`, {})).status, path).toBeGreaterThanOrEqual(400);
	}
});
