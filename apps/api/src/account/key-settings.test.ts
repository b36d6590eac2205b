import { changeKeyRequest, readObject } from "@turnpike/wire/account";
import { describe, expect, it } from "vitest";
import { keySettings } from "./key-settings.ts";

const NOW = Date.parse("2026-11-25T00:00:00Z");
const read = (body: object) => keySettings(readObject(changeKeyRequest, body), NOW);

describe("what is asked of a key", () => {
	it("leaves alone what it does not name", () => {
		expect(read({})).toEqual({});
		expect(read({ name: "x" })).toEqual({ name: "x" });
	});

	it.each([
		[0, 0n],
		[0.1, 100_000_000n],
		["0.000000001", 1n],
		["25.00", 25_000_000_000n],
		[1_000_000, 1_000_000_000_000_000n],
		[null, null],
	])("reads the limit %j exactly", (limit, limitNanoUsd) => {
		expect(read({ limit })).toEqual({ limitNanoUsd });
	});

	it.each([1e-7, 1_000_000.01, "1000001", 0.0000000001])("refuses the limit %j", (limit) => {
		expect(() => read({ limit })).toThrow(expect.objectContaining({ code: "invalid_value", param: "limit" }));
	});

	it("takes null as taking away", () => {
		const taken = { expires_at: null, requests_per_minute: null, allowed_models: null, limit_reset: null };
		expect(read(taken)).toEqual({
			expiresAt: null,
			requestsPerMinute: null,
			allowedModels: null,
			limitReset: "none",
		});
	});

	it("takes an end that is to come, in any zone", () => {
		expect(read({ expires_at: "2026-11-25T02:00:00+01:00" })).toEqual({ expiresAt: NOW + 3_600_000 });
		expect(() => read({ expires_at: "2026-11-25T00:00:00Z" })).toThrow(/instant to come/);
	});

	it("knows a project by either word, but not by two that differ", () => {
		expect(read({ workspace_id: "prj_1" })).toEqual({ projectId: "prj_1" });
		expect(() => read({ workspace_id: "prj_1", project_id: "prj_2" })).toThrow(/the same/);
	});

	it("knows which providers there are", () => {
		expect(read({ allowed_providers: ["openai"] })).toEqual({ allowedProviders: ["openai"] });
		expect(() => read({ allowed_providers: ["openai", "nobody"] })).toThrow(
			expect.objectContaining({ param: "allowed_providers[1]" }),
		);
	});
});
