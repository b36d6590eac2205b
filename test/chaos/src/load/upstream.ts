import { sleep } from "../processes/wait.ts";
import type { Random } from "../seeded-random.ts";

/** What the upstream says it used for one answer. */
export interface Served {
	readonly promptTokens: number;
	readonly completionTokens: number;
	/** The last byte was handed over, usage with it. */
	ended: boolean;
}

/** A provider that speaks OpenAI's chat format, fails now and then, and keeps its own count. */
export interface Upstream {
	readonly url: string;
	/** By the id of the answer. */
	readonly served: ReadonlyMap<string, Served>;
	stop(): Promise<void>;
}

const FAILS = 0.06;
const DIES = 0.06;
/** Claims more than any hold covers, so that the charge has to stop at the hold. */
const EXCESSIVE = 0.04;

export function startUpstream(random: Random): Upstream {
	const served = new Map<string, Served>();
	const server = Bun.serve({
		hostname: "127.0.0.1",
		port: 0,
		idleTimeout: 60,
		async fetch(request) {
			const { stream } = (await request.json()) as { stream?: boolean };
			await sleep(random.between(0, 20));
			if (random.chance(FAILS)) return Response.json({ error: { message: "overloaded" } }, { status: 503 });
			const plan = planAnswer(random, `chatcmpl-chaos-${served.size + 1}-${random.between(0, 1e9)}`);
			served.set(plan.id, plan.served);
			return stream ? streamAnswer(plan) : jsonAnswer(plan);
		},
	});
	return { url: `http://127.0.0.1:${server.port}`, served, stop: () => server.stop(true) };
}

interface Plan {
	readonly id: string;
	readonly served: Served;
	readonly usage: Readonly<Record<string, unknown>>;
	readonly pauseMs: number;
	/** Chunks after which the connection dies, beyond the end where it does not. */
	readonly diesAfter: number;
}

const CHUNKS = 12;
const [FIRST_WORD, NEXT_WORD] = ["road", " on"];
/** No answer of this upstream has more text, and so no more tokens that could be counted beside it. */
export const MOST_CHARACTERS = FIRST_WORD.length + (CHUNKS - 1) * NEXT_WORD.length;

function planAnswer(random: Random, id: string): Plan {
	const promptTokens = random.chance(EXCESSIVE) ? 900_000 : random.between(5, 120);
	const completionTokens = random.between(1, 50);
	const usage = {
		prompt_tokens: promptTokens,
		completion_tokens: completionTokens,
		total_tokens: promptTokens + completionTokens,
		prompt_tokens_details: { cached_tokens: random.chance(0.3) ? Math.floor(promptTokens / 2) : 0 },
		completion_tokens_details: { reasoning_tokens: random.chance(0.3) ? Math.floor(completionTokens / 2) : 0 },
	};
	return {
		id,
		usage,
		served: { promptTokens, completionTokens, ended: false },
		pauseMs: random.between(1, 25),
		diesAfter: random.chance(DIES) ? random.between(0, CHUNKS) : CHUNKS + 1,
	};
}

const common = { created: 1_700_000_000, model: "gpt-5.5" };

function jsonAnswer({ id, usage, served }: Plan): Response {
	served.ended = true;
	const message = { role: "assistant", content: "all roads lead here", refusal: null };
	const choices = [{ index: 0, message, logprobs: null, finish_reason: "stop" }];
	return Response.json({ id, object: "chat.completion", ...common, choices, usage });
}

function streamAnswer(plan: Plan): Response {
	// Bun takes an async generator as a body as it is.
	return new Response(framesOf(plan) as unknown as ReadableStream, {
		headers: { "content-type": "text/event-stream" },
	});
}

async function* framesOf({ id, usage, served, pauseMs, diesAfter }: Plan): AsyncGenerator<Uint8Array> {
	const encoder = new TextEncoder();
	const frame = (choices: readonly unknown[], more: object = {}) =>
		encoder.encode(`data: ${JSON.stringify({ id, object: "chat.completion.chunk", ...common, choices, ...more })}\n\n`);
	for (let at = 0; at < CHUNKS; at++) {
		if (at === diesAfter) return;
		yield frame([
			{
				index: 0,
				delta: at === 0 ? { role: "assistant", content: FIRST_WORD } : { content: NEXT_WORD },
				finish_reason: null,
			},
		]);
		await sleep(pauseMs);
	}
	yield frame([{ index: 0, delta: {}, finish_reason: "stop" }]);
	if (diesAfter === CHUNKS) return;
	yield frame([], { usage });
	yield encoder.encode("data: [DONE]\n\n");
	served.ended = true;
}
