import { expect, test } from "vitest";
import { parseSeed } from "../../src/index.ts";
import { buildSeed } from "./build-seed.ts";
import { PROVIDERS } from "./providers.ts";
import { seedText } from "./seed-text.ts";

interface RowOptions {
	readonly [field: string]: unknown;
}

function row(id: string, options: RowOptions = {}) {
	return {
		id,
		name: id,
		reasoning: false,
		tool_call: true,
		temperature: true,
		release_date: "2026-01-02",
		modalities: { input: ["text"], output: ["text"] },
		open_weights: false,
		limit: { context: 1000, output: 100 },
		cost: { input: 1, output: 2 },
		...options,
	};
}

function seedOf(provider: string, ...rows: readonly ReturnType<typeof row>[]) {
	const dump = Object.fromEntries(
		Array.from(PROVIDERS.keys(), (id) => {
			const models = id === provider ? Object.fromEntries(rows.map((each) => [each.id, each])) : {};
			return [id, { name: id, models }];
		}),
	);
	return buildSeed(dump, "2026-09-30");
}

test("a row becomes a model and an endpoint with prices as decimal text", () => {
	const seed = seedOf("openai", row("gpt-x", { cost: { input: 0.15, output: 0.6, cache_read: 0.075 } }));
	expect(seed.models).toEqual([{ slug: "openai/gpt-x", name: "gpt-x", released: "2026-01-02", kind: "chat" }]);
	expect(seed.endpoints[0]?.price).toEqual({ input: "0.15", output: "0.6", cache_read: "0.075" });
});

test("a tier is taken from `tiers` once, not again from `context_over_200k`", () => {
	const long = { input: 2, output: 3 };
	const cost = { input: 1, output: 2, tiers: [{ ...long, tier: { type: "context", size: 272_000 } }] };
	const seed = seedOf("openai", row("gpt-x", { cost: { ...cost, context_over_200k: long } }));
	expect(seed.endpoints[0]?.price?.tiers).toEqual([{ above: 272_000, input: "2", output: "3" }]);
});

test("no cost means no price, and a zero that is not `:free` means none either", () => {
	expect(seedOf("openai", row("gpt-x", { cost: undefined })).endpoints[0]?.price).toBeUndefined();
	const zero = { cost: { input: 0, output: 0 } };
	expect(seedOf("openai", row("gpt-x", zero)).endpoints[0]?.price).toBeUndefined();
	expect(seedOf("openrouter", row("a/b:free", zero)).endpoints[0]?.price).toEqual({ input: "0", output: "0" });
});

test("a zero cache price beside an input that costs is taken for an empty place", () => {
	const seed = seedOf("openai", row("gpt-x", { cost: { input: 1, output: 2, cache_read: 0, cache_write: 0 } }));
	expect(seed.endpoints[0]?.price).toEqual({ input: "1", output: "2" });
});

test("models that answer with media, have no context, or stand for another are left out", () => {
	const image = row("gpt-image", { modalities: { input: ["text"], output: ["text", "image"] } });
	const whisper = row("whisper", { limit: { context: 0, output: 0 } });
	expect(seedOf("openai", image, whisper).endpoints).toEqual([]);
	expect(seedOf("openrouter", row("~openai/gpt-latest"), row("openrouter/auto")).endpoints).toEqual([]);
});

test("audio that has no price is not offered, other media are", () => {
	const seed = seedOf("openai", row("gpt-x", { modalities: { input: ["text", "audio", "pdf"], output: ["text"] } }));
	expect(seed.endpoints[0]?.input).toEqual(["file", "text"]);
});

test("several ids of one model at one price are one endpoint and its aliases", () => {
	const canonical = { canonical_model_id: "openai/gpt-x" };
	const seed = seedOf("openai", row("gpt-x-latest", canonical), row("gpt-x", canonical));
	expect(seed.endpoints.map((endpoint) => endpoint.id)).toEqual(["gpt-x"]);
	expect(seed.models[0]?.aliases).toEqual(["gpt-x-latest"]);
});

test("several ids of one model at different prices stop the build", () => {
	const canonical = { canonical_model_id: "openai/gpt-x" };
	const dearer = row("gpt-x-fast", { ...canonical, cost: { input: 9, output: 9 } });
	expect(() => seedOf("openai", row("gpt-x", canonical), dearer)).toThrow(/cost differently/);
});

test("deprecated models are kept as deprecated", () => {
	expect(seedOf("openai", row("gpt-x", { status: "deprecated" })).endpoints[0]?.deprecated).toBe(true);
});

test("an embedding model generates nothing", () => {
	const seed = seedOf(
		"openai",
		row("text-embedding-x", { family: "text-embedding", limit: { context: 8, output: 3072 } }),
	);
	expect(seed.models[0]?.kind).toBe("embedding");
	expect(seed.endpoints[0]?.maxOutput).toBe(0);
});

test("the text has one endpoint to a line and reads back as the same seed", () => {
	const seed = seedOf("openai", row("gpt-x"), row("gpt-y"));
	const text = seedText(seed);
	expect(JSON.parse(text)).toEqual(seed);
	expect(text.split("\n").filter((each) => each.startsWith('{"model":'))).toHaveLength(2);
	expect(() => parseSeed(JSON.parse(text))).not.toThrow();
});
