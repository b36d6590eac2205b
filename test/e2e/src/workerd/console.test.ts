import { afterAll, beforeAll, expect, test } from "vitest";
import { openStack, type Stack } from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
	stack = await openStack("console_on_the_edge");
});
afterAll(() => stack?.close());

const get = (path: string, accept: string) => fetch(stack.baseUrl + path, { headers: { accept } });
const BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

test.each(["/", "/models", "/sign-in", "/favicon.svg"])("%s is the console's in a browser", async (path) => {
	const response = await get(path, BROWSER);
	expect(response.status).toBe(200);
	expect(await response.text()).toContain("the console");
	expect(response.headers.get("x-request-id")).toMatch(/^req_/);
});

test.each([
	["/v1/nothing", BROWSER],
	["/api/auth/nothing", BROWSER],
	["/models", "*/*"],
])("%s, asked for %s, is not", async (path, accept) => {
	const response = await get(path, accept);
	expect(response.status).toBe(404);
	expect(await response.text()).not.toContain("the console");
});
