import type { CanonicalEvent } from "@turnpike/wire";
import type { MessageContent, ToolCallPiece } from "./read-message.ts";

interface OpenCall {
	readonly call: number;
	readonly id: string;
}

/** Turns the messages or deltas of one choice into events, keeping which tool call each piece belongs to. */
export class ChoiceEvents {
	readonly #choice: number;
	readonly #calls = new Map<number, OpenCall>();
	#count = 0;
	#last: OpenCall | undefined;

	constructor(choice: number) {
		this.#choice = choice;
	}

	get calledTools(): boolean {
		return this.#count > 0;
	}

	add(content: MessageContent): CanonicalEvent[] {
		const choice = this.#choice;
		const events: CanonicalEvent[] = [];
		if (content.reasoning !== "") events.push({ type: "reasoning", choice, text: content.reasoning });
		if (content.signature !== "") events.push({ type: "reasoning_signature", choice, signature: content.signature });
		for (const data of content.redacted) events.push({ type: "redacted_reasoning", choice, data });
		if (content.text !== "") events.push({ type: "text", choice, text: content.text });
		if (content.refusal !== "") events.push({ type: "refusal", choice, text: content.refusal });
		content.toolCalls.forEach((piece, position) => {
			this.#addCall(piece, position, events);
		});
		return events;
	}

	#addCall(piece: ToolCallPiece, position: number, events: CanonicalEvent[]): void {
		const index = piece.index ?? (piece.id === "" && piece.name === "" ? undefined : position);
		const open = this.#open(piece, index, events);
		if (open !== undefined && piece.arguments !== "") {
			events.push({ type: "tool_arguments", choice: this.#choice, call: open.call, json: piece.arguments });
		}
	}

	/**
	 * The call a piece belongs to, begun if it is new. A name together with an id not seen at this index begins another
	 * call: some servers number every call 0.
	 */
	#open(piece: ToolCallPiece, index: number | undefined, events: CanonicalEvent[]): OpenCall | undefined {
		const known = index === undefined ? this.#last : this.#calls.get(index);
		const another = piece.name !== "" && piece.id !== "" && known !== undefined && piece.id !== known.id;
		if (known !== undefined && !another) {
			this.#last = known;
			return known;
		}
		if (piece.name === "") return undefined;
		const call = this.#count++;
		const open = { call, id: piece.id || `call_${this.#choice}_${call}` };
		if (index !== undefined) this.#calls.set(index, open);
		this.#last = open;
		events.push({ type: "tool_call", choice: this.#choice, call, id: open.id, name: piece.name });
		return open;
	}
}
