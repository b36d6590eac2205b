import type OpenAI from "openai";

/** One user message. */
export const say = (content: string) => [{ role: "user" as const, content }];

/** A tool to offer. */
export const WEATHER = {
	type: "function" as const,
	function: {
		name: "weather",
		description: "The weather in a city.",
		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
	},
};

/** What a stream with usage says: its text, and every usage there is. */
export async function collect(client: OpenAI, model: string, content: string) {
	let text = "";
	const usages: unknown[] = [];
	const chunks = await client.chat.completions.create({
		model,
		messages: say(content),
		stream: true,
		max_tokens: 200,
		stream_options: { include_usage: true },
	});
	for await (const chunk of chunks) {
		text += chunk.choices[0]?.delta.content ?? "";
		if (chunk.usage) usages.push(chunk.usage);
	}
	return { text, usages };
}
