import { parseUsd } from "@turnpike/money";

/** What an answer said about itself. */
export interface Answer {
	/** The whole JSON, or the stream's last event, arrived. */
	whole: boolean;
	/** An error was said in it: its code, else "". */
	code: string;
	costNanoUsd: bigint | undefined;
}

export const silent = (): Answer => ({ whole: false, code: "", costNanoUsd: undefined });

/** Reads a complete JSON body into `answer`. @throws when it is not complete. */
export function readJson(text: string, answer: Answer): void {
	take(JSON.parse(text), answer);
	answer.whole = answer.code === "";
}

/** Reads a stream's text as it comes. */
export class StreamReader {
	readonly #answer: Answer;
	#rest = "";

	constructor(answer: Answer) {
		this.#answer = answer;
	}

	push(text: string): void {
		const frames = (this.#rest + text).split("\n\n");
		this.#rest = frames.pop() ?? "";
		for (const frame of frames) this.#frame(frame);
	}

	#frame(frame: string): void {
		for (const line of frame.split("\n")) {
			if (!line.startsWith("data: ")) continue;
			const data = line.slice(6);
			if (data === "[DONE]") this.#answer.whole = true;
			else take(JSON.parse(data), this.#answer);
		}
	}
}

function take(value: unknown, answer: Answer): void {
	const said = recordOf(value);
	if (said.type === "message_stop") answer.whole = true;
	if (said.error !== undefined && said.error !== null) {
		const { code, type } = recordOf(said.error);
		answer.code = String(code ?? type ?? "unnamed");
	}
	const cost = recordOf(said.usage).cost_usd;
	if (typeof cost === "string") answer.costNanoUsd = parseUsd(cost);
}

function recordOf(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
