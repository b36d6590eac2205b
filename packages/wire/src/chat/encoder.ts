import type { Bill } from "../bill.ts";
import type { CanonicalEvent } from "../canonical/event.ts";
import { openAiStreamError } from "../errors/openai-error.ts";
import { openRouterStreamError } from "../errors/openrouter-error.ts";
import type { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity, StreamEncoder } from "../format.ts";
import { chatAnswerId } from "./answer-id.ts";
import { ChunkWriter, DONE, type StreamHead } from "./chunk-writer.ts";
import { ReasoningBlocks, type ReasoningDetail } from "./reasoning-blocks.ts";

type FinishEvent = Extract<CanonicalEvent, { type: "finish" }>;

/** What the chunks of a stream that Turnpike writes itself say of it. */
export function headOf(identity: AnswerIdentity): StreamHead {
	return {
		id: chatAnswerId(identity),
		created: identity.createdAt,
		model: identity.model,
		provider: identity.providerName,
	};
}

/** The frames that end a failed chat stream, in the way of the root it came in by. */
export function chatStreamError(error: TurnpikeError, identity: AnswerIdentity): string {
	const requestId = identity.requestId ?? "";
	if (identity.flavor === "native") return openAiStreamError(error, requestId);
	return openRouterStreamError(error, requestId, headOf(identity));
}

/** Writes canonical events as chat chunks; finish reasons are kept until the usage is durable. */
export class ChatEncoder implements StreamEncoder {
	private readonly identity: AnswerIdentity;
	private readonly writer: ChunkWriter;
	private readonly begun = new Set<number>();
	private readonly blocks = new Map<number, ReasoningBlocks>();
	private readonly finishes: FinishEvent[] = [];

	constructor(identity: AnswerIdentity) {
		this.identity = identity;
		this.writer = new ChunkWriter(headOf(identity), identity.flavor);
	}

	encode(event: CanonicalEvent): string {
		switch (event.type) {
			case "text":
				return this.delta(event.choice, `"content":${JSON.stringify(event.text)}`);
			case "refusal":
				return this.delta(event.choice, `"refusal":${JSON.stringify(event.text)}`);
			case "reasoning":
				return this.reasoning(event.choice, this.blocksOf(event.choice).text(event.text), event.text);
			case "reasoning_signature":
				return this.reasoning(event.choice, this.blocksOf(event.choice).signature(event.signature));
			case "redacted_reasoning":
				return this.reasoning(event.choice, this.blocksOf(event.choice).encrypted(event.data));
			case "tool_call": {
				const called = { index: event.call, id: event.id, type: "function" };
				const call = { ...called, function: { name: event.name, arguments: "" } };
				return this.delta(event.choice, `"tool_calls":[${JSON.stringify(call)}]`);
			}
			case "tool_arguments": {
				const args = `"function":{"arguments":${JSON.stringify(event.json)}}`;
				return this.delta(event.choice, `"tool_calls":[{"index":${event.call},${args}}]`);
			}
			case "finish":
				this.finishes.push(event);
				return "";
			case "start":
			case "usage":
			case "end":
			case "error":
				return "";
		}
	}

	finish(bill: Bill): string {
		const apart = this.identity.flavor === "openrouter" || this.identity.streamUsage;
		const finishes =
			this.finishes.length > 0 ? this.finishes : [{ choice: 0, reason: "stop", nativeReason: undefined }];
		const chunks = finishes.map(({ choice, reason, nativeReason }, at) => {
			const rides = !apart && at === finishes.length - 1;
			return this.writer.finish(choice, reason, nativeReason, rides ? this.writer.usageMembers(bill) : "");
		});
		return chunks.join("") + (apart ? this.writer.usage(bill) : "") + DONE;
	}

	fail(error: TurnpikeError): string {
		return chatStreamError(error, this.identity);
	}

	/** A choice's first chunk names its role; a client that shows content must not find it undefined there. */
	private delta(choice: number, members: string): string {
		if (this.begun.has(choice)) return this.writer.delta(choice, members);
		this.begun.add(choice);
		const content = members.startsWith('"content"') ? "" : '"content":null,';
		return this.writer.delta(choice, `"role":"assistant",${content}${members}`);
	}

	private reasoning(choice: number, detail: ReasoningDetail, text?: string): string {
		const field = this.identity.flavor === "openrouter" ? "reasoning" : "reasoning_content";
		const plain = text === undefined ? "" : `"${field}":${JSON.stringify(text)},`;
		return this.delta(choice, `${plain}"reasoning_details":[${JSON.stringify(detail)}]`);
	}

	private blocksOf(choice: number): ReasoningBlocks {
		const blocks = this.blocks.get(choice) ?? new ReasoningBlocks();
		this.blocks.set(choice, blocks);
		return blocks;
	}
}
