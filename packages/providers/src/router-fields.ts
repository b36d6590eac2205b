/** Router-only fields of OpenRouter's own making, which it understands when it is the provider. */
export const OPENROUTER_FIELDS = [
	"plugins",
	"transforms",
	"preset",
	"route",
	"usage",
	"session_id",
	"trace",
	"debug",
	"include_reasoning",
	"image_config",
	"stop_server_tools_when",
	"max_tool_calls",
] as const;

/**
 * Top-level request fields that are meant for a router and not for a model's provider, who would refuse or misread
 * them. They are dropped when a call is forwarded, but for those a vendor's row keeps.
 * `metadata` is treated apart: see `openai-chat/forward.ts`.
 */
export const ROUTER_FIELDS = ["models", "provider", ...OPENROUTER_FIELDS] as const;
