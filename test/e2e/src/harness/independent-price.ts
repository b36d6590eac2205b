import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Counts that no other count contains. */
export interface Counts {
	readonly input?: number;
	readonly cacheRead?: number;
	readonly cacheWrite5m?: number;
	readonly cacheWrite1h?: number;
	/** Reasoning is priced as output wherever the seed states no price of its own. */
	readonly output?: number;
	readonly reasoning?: number;
}

interface StatedPrices {
	readonly input: string;
	readonly output: string;
	readonly reasoning?: string;
	readonly cache_read?: string;
	readonly cache_write?: string;
}

interface SeedEndpoint {
	readonly model: string;
	readonly provider: string;
	readonly price: StatedPrices & { readonly tiers?: readonly (StatedPrices & { readonly above: number })[] };
}

const SEED = join(import.meta.dirname, "../../../../packages/catalog/data/seed.json");
const endpoints: readonly SeedEndpoint[] = JSON.parse(readFileSync(SEED, "utf8")).endpoints;

/** The sandbox's documented prices. */
const SANDBOX_CHAT: StatedPrices = { input: "1", output: "4", cache_read: "0.1", cache_write: "1.25" };
const SANDBOX_EMBED: StatedPrices = { input: "0.1", output: "0" };

/**
 * What a generation must cost in nano-USD, computed from the seed's file by none of the product's code: USD per million
 * tokens as whole micro-USD, every class times its price, added exactly, divided once, rounded down.
 *
 * @param endpoint `openai/gpt-4.1@openai`
 */
export function independentPrice(endpoint: string, counts: Counts): bigint {
	const prices = pricesOf(endpoint, counts);
	const anthropic = endpoint.startsWith("anthropic/");
	const write = prices.cache_write ?? prices.input;
	// One token at 1 micro-USD per million costs one pico-USD.
	const pico =
		times(counts.input, prices.input) +
		times(counts.cacheRead, prices.cache_read ?? prices.input) +
		times(counts.cacheWrite5m, write) +
		times(counts.cacheWrite1h, anthropic ? prices.input : write) * (anthropic ? 2n : 1n) +
		times(counts.output, prices.output) +
		times(counts.reasoning, prices.reasoning ?? prices.output);
	return pico / 1_000n;
}

function pricesOf(endpoint: string, counts: Counts): StatedPrices {
	if (endpoint === "sandbox/embed@sandbox") return SANDBOX_EMBED;
	if (endpoint.endsWith("@sandbox")) return SANDBOX_CHAT;
	const found = endpoints.find(({ model, provider }) => `${model}@${provider}` === endpoint);
	if (!found) throw new Error(`the seed has no ${endpoint}`);
	const { input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = counts;
	const prompt = input + cacheRead + cacheWrite5m + cacheWrite1h;
	const tiers = found.price.tiers ?? [];
	return tiers.findLast(({ above }) => prompt > above) ?? found.price;
}

function times(count: number | undefined, usdPerMillion: string): bigint {
	const [whole = "0", fraction = ""] = usdPerMillion.split(".");
	return BigInt(count ?? 0) * (BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0")));
}

/** An amount in nano-USD as the API writes it. */
export function usdText(nano: bigint): string {
	return `${nano / 1_000_000_000n}.${(nano % 1_000_000_000n).toString().padStart(9, "0")}`;
}

/** A decimal amount of USD in nano-USD. */
export function nanoOf(usd: string): bigint {
	const [whole = "0", fraction = ""] = usd.split(".");
	return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}
