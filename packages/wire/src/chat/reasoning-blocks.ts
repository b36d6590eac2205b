/** A piece of OpenRouter's `reasoning_details`; pieces with one index make up one block, to be replayed unchanged. */
export type ReasoningDetail =
	| { readonly type: "reasoning.text"; readonly text?: string; readonly signature?: string; readonly index: number }
	| { readonly type: "reasoning.encrypted"; readonly data: string; readonly index: number };

/** Numbers the blocks of one choice's reasoning: a signature ends a block, encrypted data is one by itself. */
export class ReasoningBlocks {
	private index = 0;
	private open = false;

	text(text: string): ReasoningDetail {
		this.open = true;
		return { type: "reasoning.text", text, index: this.index };
	}

	signature(signature: string): ReasoningDetail {
		this.open = false;
		return { type: "reasoning.text", signature, index: this.index++ };
	}

	encrypted(data: string): ReasoningDetail {
		if (this.open) this.index++;
		this.open = false;
		return { type: "reasoning.encrypted", data, index: this.index++ };
	}
}
