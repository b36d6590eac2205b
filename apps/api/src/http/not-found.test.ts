import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { notFound } from "./not-found.ts";

const app = new Hono();
app.use("*", async (_, next) => next());
app.post("/v1/chat/completions", (context) => context.text(""));
app.get("/v1/keys/:hash", (context) => context.text(""));
app.delete("/v1/keys/:hash", (context) => context.text(""));
app.get("/v1/models/*", (context) => context.text(""));

describe("a request no route takes", () => {
	it("has the wrong method where the path is right, and is told the right ones", () => {
		const error = notFound(app, "GET", "/v1/chat/completions");
		expect(error).toMatchObject({ status: 405, code: "method_not_allowed", metadata: { allow: "POST" } });
		expect(notFound(app, "PUT", "/v1/keys/abc").metadata).toEqual({ allow: "GET, DELETE" });
		expect(notFound(app, "POST", "/v1/models/openai/gpt-5.5").metadata).toEqual({ allow: "GET" });
	});

	it("is judged without its trailing slash", () => {
		expect(notFound(app, "POST", "/v1/chat/completions/").status).toBe(405);
	});

	it("is asked whether its base URL lacks the root", () => {
		const error = notFound(app, "POST", "/chat/completions");
		expect(error).toMatchObject({ status: 404, code: "not_found" });
		expect(error.message).toContain("Did you mean /v1/chat/completions?");
	});

	it("is simply not there otherwise: no middleware makes a path exist", () => {
		const error = notFound(app, "GET", "/v1/keys/abc/more");
		expect(error).toMatchObject({ status: 404, message: "There is nothing at /v1/keys/abc/more." });
	});

	it("is repeated to its caller in part only", () => {
		expect(notFound(app, "GET", `/${"x".repeat(10_000)}`).message.length).toBeLessThan(250);
	});
});
