/** What the members of a chat request are for, where their names do not say it. */
export const CHAT_MEMBERS: Readonly<Record<string, string>> = {
	model:
		"`author/model`, with `:free` and such where the catalog has it. A bare name does where only one model has it.",
	messages: "The conversation so far.",
	models: "More models, tried in order when no endpoint of `model` answers. You pay for the one that did.",
	stream: "Answer as it is made, by server-sent events.",
	stream_options: "`include_usage`: usage in a last chunk of its own.",
	max_tokens:
		"The most output. Never lowered for you: where the balance does not cover it, the call is refused and says what it would cover.",
	max_completion_tokens: "The same, by OpenAI's newer name; where both are sent they must be equal.",
	n: "Answers wanted; each is billed.",
	tools: "Functions the model may call; `parameters` is held to JSON Schema.",
	response_format: "`json_object`, or `json_schema` with a schema the answer must fit.",
	reasoning: "OpenRouter's: how much to think (`effort` or `max_tokens`), and whether to show it (`exclude`).",
	provider:
		"Routing: `order`, `only`, `ignore`, `allow_fallbacks`, `require_parameters`, `sort`, `max_price`, `quantizations`, `data_collection`, `zdr`.",
	user: "Your end user. Usage is reported by it.",
	metadata: "Up to 16 names and values of your own; forwarded where the provider takes them.",
	session_id: "Names a conversation.",
	usage: "Accepted for OpenRouter's clients: usage and cost are in every answer.",
	cache_control: "Marks the prompt for the provider's cache.",
};

export const MESSAGES_MEMBERS: Readonly<Record<string, string>> = {
	model: "Any model of the catalog.",
	max_tokens: "The most output; required, as at Anthropic.",
	messages: "The conversation so far.",
	system: "Instructions, apart from the conversation.",
	stream: "Answer as it is made, by named server-sent events.",
	tools: "Tools the model may use; `input_schema` is held to JSON Schema.",
	thinking: "How much to think before answering.",
	metadata: "`user_id` is your end user. Usage is reported by it.",
	models: "More models, tried in order when no endpoint of `model` answers.",
	provider: "Routing, as in chat.",
};

export const EMBEDDINGS_MEMBERS: Readonly<Record<string, string>> = {
	model: "A model that embeds: `GET /embeddings/models`.",
	input: "A text, a list of them, or tokens.",
	encoding_format: "`float`, or `base64` for a shorter answer.",
	dimensions: "The length of the vectors, where the model can shorten them.",
	user: "Your end user. Usage is reported by it.",
	provider: "Routing, as in chat.",
};
