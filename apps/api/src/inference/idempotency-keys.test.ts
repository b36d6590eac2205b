import { expect, test } from "vitest";
import { IdempotencyKeys } from "./idempotency-keys.ts";

test("a key may come again with the same body, and not with another", () => {
	const keys = new IdempotencyKeys(() => 0);
	keys.check("key_1", "a", "one");
	keys.check("key_1", "a", "one");
	expect(() => keys.check("key_1", "a", "two")).toThrow(
		expect.objectContaining({ code: "idempotency_mismatch", status: 400 }),
	);
});

test("keys of different API keys have nothing to do with each other", () => {
	const keys = new IdempotencyKeys(() => 0);
	keys.check("key_1", "a", "one");
	expect(() => keys.check("key_2", "a", "two")).not.toThrow();
});

test("after a day a key may name another body", () => {
	let now = 0;
	const keys = new IdempotencyKeys(() => now);
	keys.check("key_1", "a", "one");
	now = 24 * 3_600_000 - 1;
	expect(() => keys.check("key_1", "a", "two")).toThrow();
	now += 1;
	expect(() => keys.check("key_1", "a", "two")).not.toThrow();
});

test("a call without a key is not looked at, and an empty key is refused", () => {
	const keys = new IdempotencyKeys(() => 0);
	expect(() => keys.check("key_1", null, "one")).not.toThrow();
	expect(() => keys.check("key_1", "", "one")).toThrow(expect.objectContaining({ code: "invalid_header" }));
});
