import type { Step } from "./fake-upstream.ts";

/** A chat completion's usage as a provider states it. */
export type ChatUsage = Readonly<Record<string, unknown>>;

const HEAD = '"id":"chatcmpl-Up1","created":1790000000,"model":"up-model-2026-01-01"';

/** A complete chat completion, worded unlike our own: odd spacing, fields nobody knows, escapes. */
export function chatCompletion(content: string, usage: ChatUsage, finishReason = "stop"): string {
	const message = `{"role":"assistant","content":${JSON.stringify(content)},"refusal":null,"annotations":[]}`;
	const choice = `{"index":0, "message":${message},"logprobs":null,"finish_reason":"${finishReason}"}`;
	return `{${HEAD},"object":"chat.completion","choices":[${choice}],"usage":${JSON.stringify(usage)},"service_tier":"default","system_fingerprint":null,"x_unknown":"\\u00e9\\/"}`;
}

function frame(choices: string, rest = ""): string {
	return `data: {${HEAD},"object":"chat.completion.chunk","choices":[${choices}],"service_tier":"default","x_unknown":{"a": 1}${rest}}\n\n`;
}

/** A chunk that adds to the first choice. */
export function chatDelta(delta: object, finishReason: string | null = null): string {
	return frame(
		`{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finishReason)}}`,
		',"usage":null',
	);
}

export function chatUsageFrame(usage: ChatUsage): string {
	return frame("", `,"usage":${JSON.stringify(usage)}`);
}

export const CHAT_DONE = "data: [DONE]\n\n";

/** A whole stream: a role, the words, the finish, the usage, the terminator. */
export function chatFrames(words: readonly string[], usage: ChatUsage | undefined, finishReason = "stop"): string[] {
	return [
		chatDelta({ role: "assistant", content: "", refusal: null }),
		...words.map((content) => chatDelta({ content })),
		chatDelta({}, finishReason),
		...(usage === undefined ? [] : [chatUsageFrame(usage)]),
		CHAT_DONE,
	];
}

/** The same frames with a pause before each. */
export function slowly(frames: readonly string[], ms: number): Step[] {
	return frames.flatMap((text): Step[] => [{ wait: ms }, text]);
}

export function plainUsage(prompt: number, completion: number): ChatUsage {
	return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** Usage with everything OpenAI may say of it. */
export function detailedUsage(counts: {
	readonly prompt: number;
	readonly cached?: number;
	readonly written?: number;
	readonly completion: number;
	readonly reasoning?: number;
}): ChatUsage {
	return {
		prompt_tokens: counts.prompt,
		completion_tokens: counts.completion,
		total_tokens: counts.prompt + counts.completion,
		prompt_tokens_details: {
			cached_tokens: counts.cached ?? 0,
			...(counts.written !== undefined && { cache_write_tokens: counts.written }),
			audio_tokens: 0,
		},
		completion_tokens_details: {
			reasoning_tokens: counts.reasoning ?? 0,
			audio_tokens: 0,
			accepted_prediction_tokens: 0,
			rejected_prediction_tokens: 0,
		},
	};
}
