/** The text chunks of a streamed answer; the chunk that ends it, the usage chunk and `[DONE]` come after them. */
export const TEXT_CHUNKS = 50;

const MODEL = "gpt-4o-mini-2024-07-18";
const USAGE = {
	prompt_tokens: 212,
	completion_tokens: TEXT_CHUNKS,
	total_tokens: 212 + TEXT_CHUNKS,
	prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
	completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
};
const WORDS = ["the", " toll", " is", " paid", " once", " per", " mile", " and", " never", " twice"];
const word = (index: number) => WORDS[index % WORDS.length] ?? "";

/** A whole chat completion as OpenAI answers it (API reference, "The chat completion object"), head included. */
export function jsonAnswer(): Buffer {
	const content = Array.from({ length: TEXT_CHUNKS }, (_, index) => word(index)).join("");
	const body = JSON.stringify({
		id: "chatcmpl-bench0000000000000000000000",
		object: "chat.completion",
		created: 1_760_000_000,
		model: MODEL,
		choices: [
			{ index: 0, message: { role: "assistant", content, refusal: null }, logprobs: null, finish_reason: "stop" },
		],
		usage: USAGE,
		service_tier: "default",
		system_fingerprint: "fp_bench",
	});
	return Buffer.from(`${head("application/json")}content-length: ${body.length}\r\n\r\n${body}`);
}

/**
 * A streamed chat completion with usage ("The chat completion chunk object"), each event a chunk of the HTTP body:
 * the head with the first event, the other text events, and last the end, the usage and `[DONE]`.
 */
export function streamAnswer(): Buffer[] {
	const texts = Array.from({ length: TEXT_CHUNKS }, (_, index) =>
		event({ choices: [choice({ content: word(index) }, null)], usage: null }),
	);
	const first = `${head("text/event-stream")}transfer-encoding: chunked\r\n\r\n${texts[0]}`;
	const last = [
		event({ choices: [choice({}, "stop")], usage: null }),
		event({ choices: [], usage: USAGE }),
		httpChunk("data: [DONE]\n\n"),
		"0\r\n\r\n",
	];
	return [first, ...texts.slice(1), last.join("")].map((text) => Buffer.from(text));
}

const head = (type: string) => `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nx-request-id: req_bench\r\n`;
const httpChunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const choice = (delta: object, finish_reason: string | null) => ({ index: 0, delta, logprobs: null, finish_reason });

function event(fields: object): string {
	const chunk = {
		id: "chatcmpl-bench0000000000000000000000",
		object: "chat.completion.chunk",
		created: 1_760_000_000,
		model: MODEL,
		service_tier: "default",
		system_fingerprint: "fp_bench",
		...fields,
	};
	return httpChunk(`data: ${JSON.stringify(chunk)}\n\n`);
}
