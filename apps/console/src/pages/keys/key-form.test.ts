import { expect, test } from "vitest";
import { changesOf, type EditableKey, formOf, NEW_KEY_FORM, problemsOf, settingsOf } from "./key-form.ts";

const form = { ...NEW_KEY_FORM, name: " ci ", projectId: "prj_1" };

test("what is left empty is no bound", () => {
	expect(problemsOf(form)).toEqual({});
	expect(settingsOf(form)).toEqual({
		name: "ci",
		project_id: "prj_1",
		limit: null,
		limit_reset: null,
		expires_at: null,
		allowed_models: null,
		requests_per_minute: null,
		max_concurrent: null,
	});
});

test("an amount stays the text that was typed, and the last day is in it", () => {
	const settings = settingsOf({ ...form, limit: " 0.10 ", limitReset: "daily", expires: "2026-12-31" });
	expect(settings).toMatchObject({ limit: "0.10", limit_reset: "daily", expires_at: "2027-01-01T00:00:00.000Z" });
	expect(settingsOf({ ...form, limit: "5", limitReset: "never" }).limit_reset).toBeNull();
});

test.each([
	[{ name: "  " }, "name"],
	[{ limit: "ten" }, "limit"],
	[{ limit: "-1" }, "limit"],
	[{ limit: "0.0000000001" }, "limit"],
	[{ requestsPerMinute: "0" }, "requestsPerMinute"],
	[{ maxConcurrent: "1.5" }, "maxConcurrent"],
])("%j is a problem of %s", (part, field) => {
	expect(Object.keys(problemsOf({ ...form, ...part }))).toEqual([field]);
});

const key: EditableKey = {
	name: "ci",
	project_id: "prj_1",
	limit_usd: "25.500000000",
	limit_reset: "weekly",
	expires_at: "2027-01-01T00:00:00.000Z",
	allowed_models: ["openai/*"],
	requests_per_minute: 60,
	max_concurrent: null,
	is_management_key: false,
};

test("a key's form says what the key is", () => {
	expect(formOf(key)).toMatchObject({
		limit: "25.5",
		limitReset: "weekly",
		expires: "2026-12-31",
		models: ["openai/*"],
		requestsPerMinute: "60",
		maxConcurrent: "",
	});
	expect(formOf({ ...key, limit_usd: "100.000000000" }).limit).toBe("100");
	expect(formOf({ ...key, limit_usd: "100" }).limit).toBe("100");
});

test.each([
	key,
	{ ...key, expires_at: "2026-11-25T10:30:00.000Z" },
	{ ...key, limit_usd: null, limit_reset: "weekly" as const },
	{ ...key, max_concurrent: 1_000_000, allowed_models: null },
])("saving a form that nobody touched changes nothing of %j", (each) => {
	expect(changesOf(each, formOf(each))).toEqual({});
});

test("another name leaves the hour at which a key expires as it is", () => {
	const noon = { ...key, expires_at: "2026-11-25T12:00:00.000Z" };
	expect(changesOf(noon, { ...formOf(noon), name: "deploy" })).toEqual({ name: "deploy" });
	expect(changesOf(noon, { ...formOf(noon), expires: "2026-11-26" })).toEqual({
		expires_at: "2026-11-27T00:00:00.000Z",
	});
});

test("a limit goes with the time it is counted in, and what is emptied is taken away", () => {
	expect(changesOf(key, { ...formOf(key), limit: "30" })).toEqual({ limit: "30", limit_reset: "weekly" });
	const without = { ...key, limit_usd: null };
	expect(changesOf(without, { ...formOf(without), limit: "5", limitReset: "never" })).toEqual({
		limit: "5",
		limit_reset: null,
	});
	const emptied = { ...formOf(key), limit: "", expires: "", models: [], requestsPerMinute: "" };
	expect(changesOf(key, emptied)).toEqual({
		limit: null,
		limit_reset: null,
		expires_at: null,
		allowed_models: null,
		requests_per_minute: null,
	});
});
