import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser, Client, chat, newAddress, openStack, PASSWORD, type Stack, tokenMailedTo } from "../harness/index.ts";

/** More at once than a process has connections, and fewer than one address may ask for in a minute. */
const CROWD = 28;

let stack: Stack;
let caller: Client;
beforeAll(async () => {
	stack = await openStack("crowd");
	caller = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(() => stack?.close());

test("a crowd that signs up, confirms and signs in at once holds up nobody, itself included", async () => {
	const people = Array.from({ length: CROWD }, () => ({
		browser: new Browser(stack.baseUrl),
		email: newAddress("Ada"),
	}));
	const all = (path: string) =>
		Promise.all(people.map(({ browser, email }) => browser.post(path, { name: "Ada", email, password: PASSWORD })));
	const statuses = (answers: readonly { readonly status: number }[]) => new Set(answers.map(({ status }) => status));
	expect(statuses(await all("/api/auth/sign-up/email"))).toEqual(new Set([200]));
	const confirm = async ({ browser, email }: (typeof people)[number]) =>
		browser.get(`/api/auth/verify-email?token=${await tokenMailedTo(stack.baseUrl, email, "verify-email")}`);
	expect(statuses(await Promise.all(people.map(confirm)))).toEqual(new Set([200]));
	const [signedIn, called] = await Promise.all([
		all("/api/auth/sign-in/email"),
		caller.post("/v1/chat/completions", chat("hello")),
	]);
	expect(statuses(signedIn)).toEqual(new Set([200]));
	expect(called.status, called.text).toBe(200);
});
