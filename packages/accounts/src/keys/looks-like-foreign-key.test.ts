import { expect, test } from "vitest";
import { looksLikeForeignKey } from "./looks-like-foreign-key.ts";
import { makeKey } from "./make-key.ts";

test.each([
	["sk-ant-api03-abcdef", "Anthropic"],
	["sk-or-v1-abcdef", "OpenRouter"],
	["sk-proj-abcdef", "OpenAI"],
	["sk-abcdef", "OpenAI"],
	["AIzaSyabcdef", "Google"],
	["gsk_abcdef", "Groq"],
	["xai-abcdef", "xAI"],
	["sk_live_abcdef", "Stripe"],
])("%s looks like a key of %s", (key, vendor) => {
	expect(looksLikeForeignKey(key)).toBe(vendor);
});

test("our own keys and plain words look like nobody's", () => {
	expect(looksLikeForeignKey(makeKey("live", new Uint8Array(20)))).toBeUndefined();
	expect(looksLikeForeignKey("tp_live_mistyped")).toBeUndefined();
	expect(looksLikeForeignKey("hello")).toBeUndefined();
	expect(looksLikeForeignKey("")).toBeUndefined();
});
