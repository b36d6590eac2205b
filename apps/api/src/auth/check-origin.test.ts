import { describe, expect, it } from "vitest";
import { checkOrigin } from "./check-origin.ts";

const PUBLIC = "https://turnpike.example";
const DEVELOPMENT = "http://localhost:8787";

function passes(headers: Record<string, string>, publicUrl = PUBLIC): boolean {
	try {
		checkOrigin(new Request("http://inside/v1/keys", { method: "POST", headers }), publicUrl);
		return true;
	} catch (error) {
		expect(error).toMatchObject({ status: 403, code: "permission_denied" });
		return false;
	}
}

describe("a change by cookie", () => {
	it("comes from our own pages", () => {
		expect(passes({ origin: PUBLIC })).toBe(true);
		expect(passes({ "sec-fetch-site": "same-origin" })).toBe(true);
	});

	it.each<Record<string, string>>([
		{},
		{ origin: "https://evil.example" },
		{ origin: "null" },
		{ origin: "https://turnpike.example.evil.example" },
		{ origin: "http://turnpike.example" },
		{ origin: "https://turnpike.example:8443" },
		{ origin: "https://sub.turnpike.example" },
		{ origin: "https://evil.example", "sec-fetch-site": "same-origin" },
		{ "sec-fetch-site": "same-site" },
		{ referer: "https://turnpike.example/keys" },
		{ origin: "https://evil.example", host: "evil.example" },
	])("does not come with %j", (headers) => {
		expect(passes(headers)).toBe(false);
	});

	it("comes from whatever this host is called in development, and from no other", () => {
		const host = { host: "127.0.0.1:8787" };
		expect(passes({ ...host, origin: "http://127.0.0.1:8787" }, DEVELOPMENT)).toBe(true);
		expect(passes({ ...host, origin: DEVELOPMENT }, DEVELOPMENT)).toBe(true);
		expect(passes({ ...host, origin: "http://127.0.0.1:3000" }, DEVELOPMENT)).toBe(false);
		expect(passes({ ...host, origin: "https://127.0.0.1:8787" }, DEVELOPMENT)).toBe(false);
	});
});
