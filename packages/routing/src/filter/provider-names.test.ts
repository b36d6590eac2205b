import { expect, test } from "vitest";
import { endpoint } from "../examples.fixture.ts";
import { indexOfProvider, readProviderNames } from "./provider-names.ts";

const turbo = endpoint("deepinfra/turbo", "1");

test.each([
	["deepinfra", 0],
	["DeepInfra", 0],
	[" deepinfra ", 0],
	["deepinfra/turbo", 0],
	["deepinfra/fp8", -1],
	["deep", -1],
	["turbo", -1],
	["", -1],
])("%j means deepinfra/turbo: %i", (entry, index) => {
	expect(indexOfProvider(readProviderNames([entry]), turbo)).toBe(index);
});

test("a name with spaces means its slug", () => {
	expect(indexOfProvider(readProviderNames(["Google AI Studio"]), endpoint("google-ai-studio", "1"))).toBe(0);
});

test("the first entry that fits counts", () => {
	expect(indexOfProvider(readProviderNames(["openai", "deepinfra/turbo", "deepinfra"]), turbo)).toBe(1);
});
