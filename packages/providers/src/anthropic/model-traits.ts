/** How a Claude model is asked to think, and whether it takes sampling parameters. */
export interface ModelTraits {
	/**
	 * `budget`: `thinking.budget_tokens`; `both`: that, or adaptive; `adaptive`: effort only, budgets are refused;
	 * `always`: adaptive and cannot be turned off.
	 */
	readonly thinking: "budget" | "both" | "adaptive" | "always";
	/** Newer models refuse `temperature`, `top_p` and `top_k`. */
	readonly sampling: boolean;
	readonly efforts: readonly string[];
}

const ALL_EFFORTS = ["low", "medium", "high", "xhigh", "max"];
const BUDGET: ModelTraits = { thinking: "budget", sampling: true, efforts: [] };
const BOTH: ModelTraits = { thinking: "both", sampling: true, efforts: ["low", "medium", "high", "max"] };
const ALWAYS: ModelTraits = { thinking: "always", sampling: false, efforts: ALL_EFFORTS };
const NEWEST: ModelTraits = { thinking: "adaptive", sampling: false, efforts: ALL_EFFORTS };

/**
 * By the beginning of the model id (models.dev `reasoning_options` and `temperature`; Anthropic model capabilities). A
 * model that is not listed is taken for a newer one.
 */
const TRAITS: readonly (readonly [string, ModelTraits])[] = [
	["claude-2", BUDGET],
	["claude-3", BUDGET],
	["claude-opus-4-0", BUDGET],
	["claude-opus-4-1", BUDGET],
	["claude-opus-4-2025", BUDGET],
	["claude-opus-4-5", BUDGET],
	["claude-opus-4-6", BOTH],
	["claude-sonnet-4-0", BUDGET],
	["claude-sonnet-4-2025", BUDGET],
	["claude-sonnet-4-5", BUDGET],
	["claude-sonnet-4-6", BOTH],
	["claude-haiku-4-5", BUDGET],
	["claude-fable", ALWAYS],
	["claude-mythos", ALWAYS],
];

export function modelTraits(providerModelId: string): ModelTraits {
	return TRAITS.find(([prefix]) => providerModelId.startsWith(prefix))?.[1] ?? NEWEST;
}
