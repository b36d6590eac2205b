/** The kinds of answer measured: JSON, a stream as fast as it can be sent, and one with time between its chunks. */
export type Kind = "json" | "sse" | "paced";

/** In the last message, it asks the upstream for a paced stream. */
export const PACED_MARK = "[[paced]]";

/** Cheap, in every catalog, and served by OpenAI's dialect: the bytes can pass without translation. */
const MODEL = "openai/gpt-4o-mini";

/** One chat request of about 1.2 kB, as an application would send it. */
export function requestBody(kind: Kind): string {
	const rules = "Answer briefly, in plain sentences, and say so when you do not know. ".repeat(10);
	const question = "How is the toll of a road paid, by whom and when? ".repeat(6);
	const stream = kind === "json" ? {} : { stream: true, stream_options: { include_usage: true } };
	return JSON.stringify({
		model: MODEL,
		messages: [
			{ role: "system", content: rules },
			{ role: "user", content: kind === "paced" ? question + PACED_MARK : question },
		],
		max_tokens: 256,
		temperature: 0.2,
		...stream,
	});
}
