import { dialectOf, findVendor } from "@turnpike/providers";
import { type CanonicalEvent, FrameSplitter, type PublicFormat } from "@turnpike/wire";

/** Whose dialect each format's streams are. */
const SPEAKERS: Readonly<Record<PublicFormat, string>> = {
	chat: "openai",
	messages: "anthropic",
	embeddings: "openai",
};

/** Everything a model wrote in a streamed answer: text, reasoning, the names and arguments of tools. */
export function textOfStream(format: PublicFormat, stream: string): string {
	const vendor = findVendor(SPEAKERS[format]);
	if (!vendor) throw new Error(`no vendor speaks ${format}`);
	const decoder = dialectOf(vendor).decoder();
	let text = "";
	for (const frame of new FrameSplitter().push(new TextEncoder().encode(stream))) {
		text += textOfEvents(decoder.decode(frame));
	}
	return text;
}

export function textOfEvents(events: readonly CanonicalEvent[]): string {
	return events.map(textOf).join("");
}

function textOf(event: CanonicalEvent): string {
	switch (event.type) {
		case "text":
		case "refusal":
		case "reasoning":
			return event.text;
		case "tool_call":
			return event.name;
		case "tool_arguments":
			return event.json;
		default:
			return "";
	}
}
