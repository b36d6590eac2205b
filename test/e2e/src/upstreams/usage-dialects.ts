import { CHAT_DONE, chatDelta, chatFrames, plainUsage } from "./chat-answers.ts";
import { event, messageFrames, textBlock } from "./messages-answers.ts";

/** What a stream's provider says of its usage, and how. */
export interface UsageDialect {
	readonly name: string;
	readonly provider: "openai" | "anthropic" | "groq" | "mistral";
	/** A whole stream of these words. */
	readonly frames: (words: readonly string[]) => readonly string[];
	/** What it says it used; undefined: it never says. */
	readonly says: { readonly input: number; readonly cacheRead?: number; readonly output: number } | undefined;
	/** What of that it says before the first word. */
	readonly saysFirst: { readonly input: number; readonly cacheRead?: number } | undefined;
}

const noted = (usage: object) => `"usage":${JSON.stringify(usage)}`;
const finish = chatDelta({}, "stop");

/** Every way in which providers tell usage, zero and not at all included. */
export const USAGE_DIALECTS: readonly UsageDialect[] = [
	{
		name: "a last chunk of its own (OpenAI)",
		provider: "openai",
		frames: (words) => chatFrames(words, plainUsage(70, 33)),
		says: { input: 70, output: 33 },
		saysFirst: undefined,
	},
	{
		name: "never (OpenAI-compatible)",
		provider: "openai",
		frames: (words) => chatFrames(words, undefined),
		says: undefined,
		saysFirst: undefined,
	},
	{
		name: "zero (OpenAI-compatible)",
		provider: "openai",
		frames: (words) => chatFrames(words, plainUsage(0, 0)),
		says: { input: 0, output: 0 },
		saysFirst: undefined,
	},
	{
		name: "in every chunk, as it goes",
		provider: "openai",
		frames: (words) => [
			...words.map((content, at) => chatDelta({ content }).replace('"usage":null', noted(plainUsage(70, at + 1)))),
			finish.replace('"usage":null', noted(plainUsage(70, words.length))),
			CHAT_DONE,
		],
		says: { input: 70, output: Number.NaN },
		saysFirst: { input: 70 },
	},
	{
		name: "first the prompt, at last the output (Anthropic)",
		provider: "anthropic",
		frames: (words) =>
			messageFrames([textBlock(...words)], {
				start: { input_tokens: 50, cache_read_input_tokens: 20, output_tokens: 1 },
				end: { output_tokens: 33 },
			}),
		says: { input: 50, cacheRead: 20, output: 33 },
		saysFirst: { input: 50, cacheRead: 20 },
	},
	{
		name: "nothing at all (Anthropic-compatible)",
		provider: "anthropic",
		frames: (words) => [
			...messageFrames([textBlock(...words)], { start: {}, end: {} }).slice(0, -2),
			event("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null } }),
			event("message_stop", {}),
		],
		says: undefined,
		saysFirst: undefined,
	},
	{
		name: "beside the choices (Groq), billed whole",
		provider: "groq",
		frames: (words) => [
			...words.map((content) => chatDelta({ content })),
			finish.replace('"usage":null', `"x_groq":{${noted(plainUsage(70, 33))}}`),
			CHAT_DONE,
		],
		says: { input: 70, output: 33 },
		saysFirst: undefined,
	},
	{
		name: "never (billed whole)",
		provider: "groq",
		frames: (words) => chatFrames(words, undefined),
		says: undefined,
		saysFirst: undefined,
	},
	{
		name: "with the finish reason (Mistral), billed whole",
		provider: "mistral",
		frames: (words) => [
			...words.map((content) => chatDelta({ content })),
			finish.replace('"usage":null', noted(plainUsage(70, 33))),
			CHAT_DONE,
		],
		says: { input: 70, output: 33 },
		saysFirst: undefined,
	},
];
