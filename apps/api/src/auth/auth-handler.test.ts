import { MemoryLimits } from "@turnpike/limits";
import { describe, expect, it } from "vitest";
import { Deadlines } from "../inference/deadlines.ts";
import { makeAuthHandler } from "./auth-handler.ts";

function world(answer: (request: Request) => Promise<Response> = async () => Response.json({ ok: true })) {
	const clock = { ms: 0 };
	const passed: Request[] = [];
	let permits = 0;
	const handle = makeAuthHandler({
		answer: async (request) => {
			passed.push(request);
			return answer(request);
		},
		limits: new MemoryLimits({ now: () => clock.ms }),
		deadlines: new Deadlines(() => performance.now()),
		publicUrl: () => "https://turnpike.example",
		trustedProxyHops: 0,
		newId: () => String(++permits),
		monotonic: () => performance.now(),
	});
	const post = (path: string, body: unknown, headers: Record<string, string> = {}, peer = "9.9.9.9") => {
		const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
		return handle(
			new Request(`https://turnpike.example/api/auth${path}`, { ...init, body: JSON.stringify(body) }),
			path,
			peer,
		);
	};
	return { clock, passed, handle, post };
}

const REFUSED = { status: 429, code: "rate_limit_exceeded" };

describe("what is under /api/auth", () => {
	it("is passed on with its body, and with nothing said of whom it comes from but by us", async () => {
		const { passed, post } = world();
		await post("/sign-out", { a: 1 }, { "x-turnpike-client-address": "6.6.6.6", "x-forwarded-host": "evil.example" });
		const [request] = passed;
		expect(await request?.json()).toEqual({ a: 1 });
		expect(request?.headers.get("x-turnpike-client-address")).toBe("9.9.9.9");
		expect(request?.headers.get("x-forwarded-host")).toBeNull();
	});

	it("leads the browser on, and nobody else: a worker that answers is not followed", async () => {
		const leading = async () => new Response(null, { status: 302, headers: { location: "/sign-in" } });
		const { handle, passed } = world(leading);
		const answer = await handle(new Request("https://turnpike.example/api/auth/callback/x"), "/callback/x", "9.9.9.9");
		expect([answer.status, answer.headers.get("location")]).toEqual([302, "/sign-in"]);
		expect(passed[0]?.redirect).toBe("manual");
	});

	it("has a browser forget its token after every change, keeps its own cookies, and is kept by nobody", async () => {
		const { handle, post } = world(async () => {
			const headers = new Headers();
			headers.append("set-cookie", "a=1");
			headers.append("set-cookie", "b=2");
			return new Response("{}", { headers });
		});
		const changed = await post("/sign-out", {});
		expect(changed.headers.getSetCookie()).toEqual([
			"a=1",
			"b=2",
			"__Host-turnpike.token=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0",
		]);
		const read = await handle(new Request("https://turnpike.example/api/auth/get-session"), "/get-session", "9.9.9.9");
		expect(read.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
		expect(read.headers.get("cache-control")).toBe("no-store");
	});

	it("that is not there is said to be not there, in our words", async () => {
		const { post } = world(async () => new Response("Not Found", { status: 404 }));
		await expect(post("/link-social", {})).rejects.toMatchObject({ status: 404, code: "not_found" });
		const known = world(async () => Response.json({ code: "PROVIDER_NOT_FOUND" }, { status: 404 }));
		expect((await known.post("/sign-in/social", {})).status).toBe(404);
	});

	it("is slowed down by address", async () => {
		const { clock, post } = world();
		for (let time = 0; time < 60; time++) await post("/sign-in/email", { email: `${time}@example.com` });
		await expect(post("/sign-in/email", { email: "last@example.com" })).rejects.toMatchObject(REFUSED);
		expect((await post("/sign-in/email", { email: "last@example.com" }, {}, "8.8.8.8")).status).toBe(200);
		clock.ms += 60_000;
		expect((await post("/sign-in/email", { email: "last@example.com" })).status).toBe(200);
	});

	it("is slowed down by mailbox, from wherever, however it is written", async () => {
		const { post } = world();
		const spellings = ["ada@example.com", "ADA@example.com", " Ada@Example.com "];
		for (let time = 0; time < 10; time++) {
			await post("/sign-in/email", { email: spellings[time % 3] }, {}, `10.0.0.${time}`);
		}
		await expect(post("/sign-in/email", { email: "ada@example.com" }, {}, "10.0.1.1")).rejects.toMatchObject(REFUSED);
		expect((await post("/sign-in/email", { email: "eve@example.com" }, {}, "10.0.1.1")).status).toBe(200);
	});

	it("is JSON, and not much of it", async () => {
		const { handle, post, passed } = world();
		const form = new Request("https://turnpike.example/api/auth/sign-in/email", {
			...{ method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "email=a" },
		});
		await expect(handle(form, "/sign-in/email", undefined)).rejects.toMatchObject({ status: 415 });
		await expect(post("/sign-out", { x: "x".repeat(70_000) })).rejects.toMatchObject({ status: 413 });
		expect(passed).toEqual([]);
	});
});
