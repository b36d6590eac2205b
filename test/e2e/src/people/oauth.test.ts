import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Browser, openStack, type Stack } from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("oauth", {
		GITHUB_CLIENT_ID: "github-id",
		GITHUB_CLIENT_SECRET: "github-secret",
		GOOGLE_CLIENT_ID: "google-id",
		GOOGLE_CLIENT_SECRET: "google-secret",
	});
});
afterAll(() => stack?.close());

describe.each([
	["github", "github.com"],
	["google", "accounts.google.com"],
])("signing in with %s", (provider, host) => {
	const begin = async (callbackURL = "/keys") => {
		const browser = new Browser(stack.baseUrl);
		const answer = await browser.post("/api/auth/sign-in/social", { provider, callbackURL });
		return { browser, answer };
	};

	test("is offered, and leads there with a state of this browser's own", async () => {
		const { answer } = await begin();
		expect(answer.status, answer.text).toBe(200);
		const url = new URL(String(answer.body.url));
		expect(url.host).toBe(host);
		expect(url.searchParams.get("client_id")).toBe(`${provider}-id`);
		expect(new URL(url.searchParams.get("redirect_uri") ?? "").pathname).toBe(`/api/auth/callback/${provider}`);
		expect(url.searchParams.get("state")).toMatch(/\S{16}/);
		expect(answer.text).not.toContain("-secret");
		const again = new URL(String((await begin()).answer.body.url));
		expect(again.searchParams.get("state")).not.toBe(url.searchParams.get("state"));
	});

	test("comes back to nothing with a state that nobody gave, or that another browser got", async () => {
		const { answer } = await begin();
		const state = new URL(String(answer.body.url)).searchParams.get("state") ?? "";
		for (const forged of ["forged", "", state]) {
			const stranger = new Browser(stack.baseUrl);
			const back = await stranger.get(`/api/auth/callback/${provider}?code=x&state=${encodeURIComponent(forged)}`);
			expect(back.status).toBe(302);
			expect(back.headers.get("location")).toMatch(/\/sign-in\?.*error=/);
			expect((await stranger.get("/v1/session")).status).toBe(401);
		}
	});

	test("leads on to no other site", async () => {
		const { answer } = await begin("https://evil.example/");
		expect(answer.status).toBe(403);
	});
});

test("what is offered is said to whoever has not signed in", async () => {
	const { body } = await new Browser(stack.baseUrl).get("/v1/installation");
	expect(Object.values(body.data?.sign_in_with ?? {})).toEqual(["email", "github", "google"]);
});
