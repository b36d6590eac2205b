import { objectText, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { Flavor } from "../call.ts";
import { chatUsageText } from "./usage-text.ts";

/** The members every chunk of one stream begins with. */
export interface StreamHead {
	readonly id: string;
	readonly created: number;
	readonly model: string;
	/** The provider's name, said on `/api/v1` only. */
	readonly provider: string;
}

export const DONE = "data: [DONE]\n\n";

/** Writes the chunks of one chat stream; what they share is written once. */
export class ChunkWriter {
	private readonly flavor: Flavor;
	private readonly start: string;

	constructor(head: StreamHead, flavor: Flavor) {
		const members = objectText({
			id: JSON.stringify(head.id),
			object: '"chat.completion.chunk"',
			created: `${head.created}`,
			model: JSON.stringify(head.model),
			...(flavor === "openrouter" && { provider: JSON.stringify(head.provider) }),
		});
		this.flavor = flavor;
		this.start = `data: ${members.slice(0, -1)},"choices":[`;
	}

	/** @param delta the members of `delta` as JSON text, without braces */
	delta(choice: number, delta: string): string {
		const native = this.flavor === "openrouter" ? ',"native_finish_reason":null' : "";
		return `${this.start}{"index":${choice},"delta":{${delta}},"finish_reason":null${native}}]}\n\n`;
	}

	finish(choice: number, reason: string, nativeReason: string | undefined, usage = ""): string {
		const native =
			this.flavor === "openrouter" ? `,"native_finish_reason":${JSON.stringify(nativeReason ?? reason)}` : "";
		return `${this.start}{"index":${choice},"delta":{},"finish_reason":${JSON.stringify(reason)}${native}}]${usage}}\n\n`;
	}

	/** The chunk that carries only the usage. */
	usage(bill: Bill, usage = chatUsageText(bill, this.flavor)): string {
		return `${this.start}]${this.usageMembers(bill, usage)}}\n\n`;
	}

	/** Usage and cost as members to follow `choices`. */
	usageMembers(bill: Bill, usage = chatUsageText(bill, this.flavor)): string {
		return `,${objectText({ usage, ...sandboxMark(bill) }).slice(1, -1)}`;
	}
}
