import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	Browser,
	type JsonAnswer,
	join,
	mailsTo,
	newAddress,
	openStack,
	PASSWORD,
	type Person,
	type Stack,
	signUp,
	tokenMailedTo,
} from "../harness/index.ts";

let stack: Stack;
let ada: Person;
let eve: Person;
beforeAll(async () => {
	stack = await openStack("abuse");
	[ada, eve] = [await signUp(stack.baseUrl, "Ada"), await signUp(stack.baseUrl, "Eve")];
});
afterAll(() => stack?.close());

/** The book as an attacker must find it afterwards: as it was. */
const projectsOf = async ({ browser }: Person) => (await browser.get("/v1/projects")).text;

describe("an invitation", () => {
	test("is for its mailbox alone, and tells nobody else what it is", async () => {
		const guest = await signUp(stack.baseUrl, "Guest");
		await ada.browser.post("/v1/organization/invitations", { email: guest.email, role: "admin" });
		const token = await tokenMailedTo(stack.baseUrl, guest.email, "invitation");
		const asked: JsonAnswer[] = [];
		for (const [browser, secret] of [
			[eve.browser, token],
			[eve.browser, "0".repeat(48)],
			[eve.browser, ""],
		] as const) {
			asked.push(await browser.post("/v1/invitations/look", { token: secret }));
			asked.push(await browser.post("/v1/invitations/accept", { token: secret }));
		}
		expect(asked.every(({ status }) => status === 404)).toBe(true);
		expect(new Set(asked.map(({ body }) => body.error?.message)).size).toBe(1);
		expect((await guest.browser.post("/v1/invitations/look", { token })).body.data).toMatchObject({ role: "admin" });
		expect((await guest.browser.post("/v1/invitations/accept", { token })).status).toBe(200);
		expect((await guest.browser.post("/v1/invitations/accept", { token })).status).toBe(404);
	});

	test("that was cancelled or replaced is none", async () => {
		const guest = await signUp(stack.baseUrl, "Guest");
		const invite = async () => {
			const answer = await ada.browser.post("/v1/organization/invitations", { email: guest.email, role: "viewer" });
			return { id: String(answer.body.data?.id), token: await tokenMailedTo(stack.baseUrl, guest.email, "invitation") };
		};
		const [first, second] = [await invite(), await invite()];
		expect((await guest.browser.post("/v1/invitations/accept", { token: first.token })).status).toBe(404);
		await ada.browser.send(`/v1/organization/invitations/${second.id}`, { method: "DELETE" });
		expect((await guest.browser.post("/v1/invitations/accept", { token: second.token })).status).toBe(404);
	});

	test("ends with the right to send it: who is let go, or made less, lets nobody in afterwards", async () => {
		const [admin, accomplice] = [await join(ada, "Admin", "admin"), await signUp(stack.baseUrl, "Accomplice")];
		const invite = async (role: string) => {
			await admin.browser.post("/v1/organization/invitations", { email: accomplice.email, role });
			return tokenMailedTo(stack.baseUrl, accomplice.email, "invitation");
		};
		const member = `/v1/organization/members/${admin.memberId}`;
		const change = (role: string) => ada.browser.send(member, { method: "PATCH", body: { role } });
		const accept = async (token: string) => (await accomplice.browser.post("/v1/invitations/accept", { token })).status;
		const first = await invite("admin");
		await change("developer");
		expect(await accept(first)).toBe(404);
		await change("owner");
		const asOwner = await invite("owner");
		await change("admin");
		expect(await accept(asOwner)).toBe(404);
		const last = await invite("viewer");
		await change("admin");
		expect((await ada.browser.get("/v1/organization/invitations")).text).toContain(accomplice.email);
		await ada.browser.send(member, { method: "DELETE" });
		expect(await accept(last)).toBe(404);
	});

	test("is answered the same for an address with an account and one without", async () => {
		const shape = ({ status, body }: JsonAnswer) => [status, Object.keys(body.data ?? {}), body.data?.role];
		const invite = (email: string) => ada.browser.post("/v1/organization/invitations", { email, role: "viewer" });
		expect(shape(await invite(eve.email))).toEqual(shape(await invite(newAddress("nobody"))));
	});

	test("gives no more than it says", async () => {
		const guest = await join(ada, "Guest", "viewer");
		const mine = `/v1/organization/members/${guest.memberId}`;
		expect((await guest.browser.send(mine, { method: "PATCH", body: { role: "owner" } })).status).toBe(403);
	});
});

describe("guessing", () => {
	test("a password is slowed down for one mailbox, from wherever it is tried, and for others not", async () => {
		const victim = await signUp(stack.baseUrl, "Victim");
		const statuses: number[] = [];
		for (let guess = 0; guess < 14; guess++) {
			const answer = await new Browser(stack.baseUrl).post(
				"/api/auth/sign-in/email",
				{ email: guess % 2 ? victim.email.toUpperCase() : victim.email, password: `wrong password ${guess}` },
				{ headers: { "x-forwarded-for": `10.0.0.${guess}`, "x-turnpike-client-address": `10.0.1.${guess}` } },
			);
			statuses.push(answer.status);
			if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
		}
		expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
		expect(statuses).toContain(429);
		expect(
			(await new Browser(stack.baseUrl).post("/api/auth/sign-in/email", { email: eve.email, password: PASSWORD }))
				.status,
		).toBe(200);
	});

	test("fills nobody's mailbox", async () => {
		const { email } = await signUp(stack.baseUrl, "Quiet");
		const before = (await mailsTo(stack.baseUrl, email)).length;
		for (let time = 0; time < 8; time++) {
			await new Browser(stack.baseUrl).post("/api/auth/request-password-reset", { email });
		}
		expect((await mailsTo(stack.baseUrl, email)).length - before).toBeLessThanOrEqual(4);
	});
});

describe("odd input", () => {
	test.each([
		["/v1/keys", '{"name":""}'],
		["/v1/keys", '{"name":"a\\nb"}'],
		["/v1/keys", '{"name":"x","limit":-1}'],
		["/v1/keys", '{"name":"x","limit":"1e3"}'],
		["/v1/keys", '{"name":"x","limit":0.0000000001}'],
		["/v1/keys", '{"name":"x","expires_at":"2001-01-01T00:00:00Z"}'],
		["/v1/keys", '{"name":"x","expires_at":"soon"}'],
		["/v1/keys", '{"name":"x","allowed_models":["gpt"]}'],
		["/v1/keys", '{"name":"x","allowed_providers":["nobody"]}'],
		["/v1/keys", '{"name":"x","requests_per_minute":0}'],
		["/v1/keys", '{"name":"x","surprise":true}'],
		["/v1/keys", '{"name":"x","creator_user_id":"usr_x"}'],
		["/v1/keys", "[]"],
		["/v1/keys", "{"],
		["/v1/keys", '{"__proto__":{}}'],
		["/v1/projects", "{}"],
		["/v1/organization/invitations", '{"email":"no address","role":"viewer"}'],
		["/v1/organization/invitations", '{"email":"a@example.com","role":"boss"}'],
		["/v1/organization/invitations", '{"email":"a@example.com","role":"owner,viewer"}'],
		["/v1/organizations", '{"name":5}'],
	])("%s %s is refused with a sentence", async (path, body) => {
		const before = await projectsOf(ada);
		const answer = await ada.browser.post(path, body);
		expect(answer.status, answer.text).toBe(400);
		expect(answer.body.error).toMatchObject({ message: expect.stringMatching(/\S/), code: expect.any(String) });
		expect(await projectsOf(ada)).toBe(before);
	});

	test("a name as long as a book makes no cookie too large for a browser", async () => {
		const name = `${"Ada ".repeat(2_000)}\r\nSet-Cookie: a=b`;
		const { browser } = await signUp(stack.baseUrl, name, newAddress("long"));
		expect(browser.cookieHeader.length).toBeLessThan(3_000);
		const { body } = await browser.get("/v1/session");
		expect(String(body.data?.user?.name).length).toBeLessThanOrEqual(100);
	});

	test("a body that is too large is not read", async () => {
		const answer = await new Browser(stack.baseUrl).post(
			"/api/auth/sign-in/email",
			`{"email":"${"x".repeat(100_000)}"}`,
		);
		expect(answer.status).toBe(413);
	});
});
