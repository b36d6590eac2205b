import type { Bill } from "../bill.ts";
import type { TurnpikeError } from "../errors/turnpike-error.ts";
import type { AnswerIdentity, NativeStream } from "../format.ts";
import { type JsonRecord, numberOf } from "../json/record.ts";
import { passEach } from "../sse/pass-each.ts";
import { ChunkWriter, DONE } from "./chunk-writer.ts";
import { chatStreamError, headOf } from "./encoder.ts";
import { FinishGate } from "./finish-gate.ts";
import { chunkOf, frameKind } from "./frame-kind.ts";
import { openRouterChoice } from "./openrouter-choice.ts";

/** Rewrites an upstream's chat stream for `/api/v1`: every chunk as OpenRouter's strict schema takes it. */
export class OpenRouterChatStream implements NativeStream {
	private readonly identity: AnswerIdentity;
	private readonly writer: ChunkWriter;
	private readonly gate = new FinishGate();
	private readonly seen = new Set<number>();

	constructor(identity: AnswerIdentity) {
		this.identity = identity;
		this.writer = new ChunkWriter(headOf(identity), "openrouter");
	}

	pass(frame: string): string {
		const kind = frameKind(frame);
		if (kind === "comment") return `${frame}\n\n`;
		const chunk = kind === "content" || kind === "finish" ? chunkOf(frame) : undefined;
		if (chunk === undefined) return "";
		const written = this.rewrite(chunk);
		if (kind === "finish") return this.gate.hold(written, chunk).join("");
		return this.gate.closed ? this.gate.follow(written, chunk).join("") : written;
	}

	passPlain(frames: string): string {
		return passEach(this, frames);
	}

	finish(bill: Bill): string {
		return this.gate.release().join("") + this.writer.usage(bill) + DONE;
	}

	cut(bill: Bill): string {
		if (this.gate.closed) return this.finish(bill);
		const open = this.seen.size > 0 ? [...this.seen].sort((a, b) => a - b) : [0];
		const finishes = open.map((index) => this.writer.finish(index, "length", "length"));
		return finishes.join("") + this.finish(bill);
	}

	fail(error: TurnpikeError): string {
		return chatStreamError(error, this.identity);
	}

	private rewrite(chunk: JsonRecord): string {
		const { id: _id, usage: _usage, system_fingerprint, choices, ...rest } = chunk;
		const list = Array.isArray(choices) ? choices : [];
		const written = list.map((choice, at) => openRouterChoice(choice, "delta", at));
		for (const choice of written) this.seen.add(numberOf(choice.index) ?? 0);
		const whole = {
			id: this.identity.generationId,
			...rest,
			object: "chat.completion.chunk",
			created: typeof chunk.created === "number" ? Math.trunc(chunk.created) : this.identity.createdAt,
			model: this.identity.model,
			provider: this.identity.providerName,
			...(typeof system_fingerprint === "string" && { system_fingerprint }),
			choices: written,
		};
		return `data: ${JSON.stringify(whole)}\n\n`;
	}
}
