import { dataOf, FrameSplitter } from "@turnpike/wire/sse";
import { ApiError } from "./api-error.ts";
import { errorOf } from "./request.ts";

/** What comes of a streamed call, in its order: pieces of the answer, then what it cost. */
export type ChatEvent =
	| { readonly kind: "began"; readonly generationId: string; readonly provider: string }
	| { readonly kind: "text"; readonly text: string }
	| {
			readonly kind: "ended";
			readonly costUsd: string;
			readonly promptTokens: number;
			readonly completionTokens: number;
	  };

interface ChatCall {
	readonly key: string;
	readonly model: string;
	readonly content: string;
	readonly signal: AbortSignal;
}

/** The parts of OpenAI's chunk that are read here, and what Turnpike adds to its usage. */
interface Chunk {
	readonly error?: { readonly message: string; readonly code: string };
	readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
	readonly usage?: {
		readonly prompt_tokens: number;
		readonly completion_tokens: number;
		readonly cost_usd: string;
	} | null;
}

const TERMINATOR = "[DONE]";

/**
 * Makes a streamed call as any client of the key would.
 *
 * @throws ApiError when it is refused, or fails after its first byte.
 */
export async function* streamChat({ key, model, content, signal }: ChatCall): AsyncGenerator<ChatEvent> {
	const response = await fetch("/v1/chat/completions", {
		method: "POST",
		// As a client elsewhere: the key alone says who calls.
		credentials: "omit",
		headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
		body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content }] }),
		signal,
	});
	if (!response.ok || response.body === null) throw await errorOf(response);
	const header = (name: string) => response.headers.get(name) ?? "";
	yield { kind: "began", generationId: header("x-generation-id"), provider: header("x-turnpike-provider") };
	const splitter = new FrameSplitter();
	for await (const bytes of chunksOf(response.body)) {
		for (const frame of splitter.push(bytes)) yield* eventsOf(frame);
	}
}

function* eventsOf(frame: string): Generator<ChatEvent> {
	const data = dataOf(frame);
	if (data === undefined || data === TERMINATOR) return;
	const chunk = JSON.parse(data) as Chunk;
	if (chunk.error) throw new ApiError({ status: 200, code: chunk.error.code, message: chunk.error.message });
	const text = chunk.choices?.[0]?.delta?.content;
	if (text) yield { kind: "text", text };
	const { usage } = chunk;
	if (usage) {
		const { cost_usd: costUsd, prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
		yield { kind: "ended", costUsd, promptTokens, completionTokens };
	}
}

/** Not every browser can iterate a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = body.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => {});
	}
}
