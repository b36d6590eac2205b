import { nanoUsd } from "@turnpike/money";
import type { Bill } from "../bill.ts";
import type { AnswerIdentity } from "../format.ts";
import { dataOf, eventOf } from "../sse/read-frame.ts";

export const identity: AnswerIdentity = {
	generationId: "gen_0197",
	model: "openai/gpt-5.5",
	provider: "openai",
	providerName: "OpenAI",
	createdAt: 1_800_000_000,
	flavor: "native",
	streamUsage: false,
	inputTokensEstimate: 11,
	requestId: "req_1",
};
export const openrouter: AnswerIdentity = { ...identity, flavor: "openrouter" };

export const bill: Bill = {
	usage: { input: 7, cache_read: 3, cache_write_5m: 2, output: 5, reasoning: 4 },
	costNanoUsd: nanoUsd(1_234_567n),
	estimated: false,
	sandbox: false,
};

/** Cuts what an encoder or a stream wrote into frames, which must all be complete. */
export function framesIn(text: string): string[] {
	if (text === "") return [];
	if (!text.endsWith("\n\n")) throw new Error(`not complete frames: ${text}`);
	return text.slice(0, -2).split("\n\n");
}

export interface Sent {
	readonly event: string | undefined;
	/** Parsed JSON, of whatever shape the test expects. */
	readonly data: ReturnType<typeof JSON.parse>;
}

/** What a client sees: each frame's event and data, parsed where it is JSON. */
export function sent(text: string): Sent[] {
	return framesIn(text).map((frame) => {
		const data = dataOf(frame);
		return { event: eventOf(frame), data: data === undefined || data === "[DONE]" ? data : JSON.parse(data) };
	});
}
