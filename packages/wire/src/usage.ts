/**
 * What one generation used, split into disjoint classes: no token is counted in two of them, so the price is a
 * plain sum. Providers nest their counts differently (cached inside or outside input, reasoning inside or outside
 * output); each dialect's mapper makes them disjoint before anything is priced.
 */
export const USAGE_CLASSES = [
	"input",
	"cache_read",
	"cache_write_5m",
	"cache_write_1h",
	"output",
	"reasoning",
	"input_audio",
	"output_audio",
	"input_image",
	"output_image",
	"request",
	"web_search",
] as const;

export type UsageClass = (typeof USAGE_CLASSES)[number];

/** Counts by class, in tokens (`request`, `web_search`: in calls). A class that is absent was not used. */
export type Usage = Readonly<Partial<Record<UsageClass, number>>>;

/** Prompt-side classes: their sum is what price tiers by prompt size look at. */
export const INPUT_CLASSES = [
	"input",
	"cache_read",
	"cache_write_5m",
	"cache_write_1h",
	"input_audio",
	"input_image",
] as const satisfies readonly UsageClass[];

export const OUTPUT_CLASSES = [
	"output",
	"reasoning",
	"output_audio",
	"output_image",
] as const satisfies readonly UsageClass[];

function sum(usage: Usage, classes: readonly UsageClass[]): number {
	let total = 0;
	for (const name of classes) total += usage[name] ?? 0;
	return total;
}

/** All tokens the prompt had, cached ones included. */
export function promptTokens(usage: Usage): number {
	return sum(usage, INPUT_CLASSES);
}

/** All tokens the model produced, hidden reasoning included. */
export function completionTokens(usage: Usage): number {
	return sum(usage, OUTPUT_CLASSES);
}
