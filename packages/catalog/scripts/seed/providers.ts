/** The providers the seed holds: the source's id of each to its slug here. */
export const PROVIDERS: ReadonlyMap<string, string> = new Map([
	["openai", "openai"],
	["anthropic", "anthropic"],
	["groq", "groq"],
	["togetherai", "together"],
	["deepinfra", "deepinfra"],
	["deepseek", "deepseek"],
	["mistral", "mistral"],
	["xai", "xai"],
	["openrouter", "openrouter"],
]);

/** Providers that sell models of their own: an id without an author is by them. */
export const AUTHORS: ReadonlySet<string> = new Set(["openai", "anthropic", "deepseek", "mistral", "xai"]);

/** One author per laboratory, whatever a provider's ids call it. */
export const AUTHOR_ALIASES: ReadonlyMap<string, string> = new Map([
	["deepseek-ai", "deepseek"],
	["liquidai", "liquid"],
	["meta-llama", "meta"],
	["minimaxai", "minimax"],
	["mistralai", "mistral"],
	["qwen", "alibaba"],
	["stepfun-ai", "stepfun"],
	["x-ai", "xai"],
	["xiaomimimo", "xiaomi"],
	["z-ai", "zhipuai"],
	["zai-org", "zhipuai"],
]);
