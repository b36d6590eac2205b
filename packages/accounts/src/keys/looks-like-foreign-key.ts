/** How other services' keys begin, the more particular before the more general. */
const PREFIXES: readonly (readonly [prefix: string, vendor: string])[] = [
	["sk-ant-", "Anthropic"],
	["sk-or-", "OpenRouter"],
	["sk-lf-", "Langfuse"],
	["sk-", "OpenAI"],
	["sess-", "OpenAI"],
	["AIza", "Google"],
	["gsk_", "Groq"],
	["xai-", "xAI"],
	["pplx-", "Perplexity"],
	["csk-", "Cerebras"],
	["fw_", "Fireworks"],
	["tgp_v1_", "Together"],
	["hf_", "Hugging Face"],
	["r8_", "Replicate"],
	["nvapi-", "NVIDIA"],
	["AKIA", "AWS"],
	["sk_live_", "Stripe"],
	["sk_test_", "Stripe"],
	["rk_live_", "Stripe"],
	["ghp_", "GitHub"],
	["github_pat_", "GitHub"],
];

/**
 * Names the vendor a key seems to be from, for a refusal that says so. Called only once `parseKey` has refused it.
 *
 * @returns undefined when it looks like nobody's.
 */
export function looksLikeForeignKey(text: string): string | undefined {
	for (const [prefix, vendor] of PREFIXES) if (text.startsWith(prefix)) return vendor;
	return undefined;
}
