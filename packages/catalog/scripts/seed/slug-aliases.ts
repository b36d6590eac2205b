/**
 * Model slugs that neither the source's canonical id nor the rule gives, by `<provider slug> <provider model id>`.
 * They come before the canonical id, so that they can also correct it.
 */
export const SLUG_ALIASES: ReadonlyMap<string, string> = new Map([
	// Hosts that name the serving variant rather than the model.
	["groq llama-3.3-70b-versatile", "meta/llama-3.3-70b-instruct"],
	["groq llama-3.1-8b-instant", "meta/llama-3.1-8b-instruct"],
	["together meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta/llama-3.3-70b-instruct"],
	["together meta-llama/Meta-Llama-3-8B-Instruct-Lite", "meta/llama-3-8b-instruct"],
	["together Qwen/Qwen2.5-7B-Instruct-Turbo", "alibaba/qwen-2.5-7b-instruct"],
	["together Qwen/Qwen3-Coder-Next-FP8", "alibaba/qwen3-coder-next"],
	["together Qwen/Qwen3-235B-A22B-Instruct-2507-tput", "alibaba/qwen3-235b-a22b-instruct-2507"],
	["together Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8", "alibaba/qwen3-coder-480b-a35b-instruct"],
	["together deepseek-ai/DeepSeek-V3-1", "deepseek/deepseek-v3.1"],
	["deepinfra meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta/llama-3.3-70b-instruct"],
	["deepinfra meta-llama/Llama-4-Scout-17B-16E-Instruct", "meta/llama-4-scout"],
	["deepinfra meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8", "meta/llama-4-maverick"],
	["deepinfra Qwen/Qwen3-Coder-480B-A35B-Instruct-Turbo", "alibaba/qwen3-coder-480b-a35b-instruct"],
	["mistral open-mistral-nemo", "mistral/mistral-nemo"],
	// OpenRouter's short names of models others name in full.
	["openrouter deepseek/deepseek-chat", "deepseek/deepseek-v3"],
	["openrouter deepseek/deepseek-chat-v3-0324", "deepseek/deepseek-v3-0324"],
	["openrouter deepseek/deepseek-chat-v3.1", "deepseek/deepseek-v3.1"],
	["openrouter qwen/qwen3-235b-a22b-2507", "alibaba/qwen3-235b-a22b-instruct-2507"],
	["openrouter qwen/qwen3-coder", "alibaba/qwen3-coder-480b-a35b-instruct"],
	// The source gives these the model they think with; they spend more tokens per answer and are asked for by name.
	["openrouter openai/gpt-5.6-sol-pro", "openai/gpt-5.6-sol-pro"],
	["openrouter openai/gpt-5.6-luna-pro", "openai/gpt-5.6-luna-pro"],
	["openrouter openai/gpt-5.6-terra-pro", "openai/gpt-5.6-terra-pro"],
]);
