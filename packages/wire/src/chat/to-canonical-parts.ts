import type { CanonicalPart, MediaSource } from "../canonical/request.ts";
import type { JsonRecord } from "../json/record.ts";
import { numberOf, recordsOf, textOf } from "../json/record.ts";
import { cacheMark } from "../parse/cache-mark.ts";
import { splitDataUrl } from "../url/data-url.ts";
import type { ChatMessage } from "./message-schema.ts";

type Content = ChatMessage["content"];
type Part = Exclude<NonNullable<Content>, string>[number];
type Assistant = Extract<ChatMessage, { role: "assistant" }>;

/** Where a medium's bytes are. Bare base64, which names no type, is taken for `fallbackType`. */
export function mediaSource(url: string, fallbackType: string): MediaSource {
	const data = splitDataUrl(url);
	if (data !== undefined) return { kind: "base64", mediaType: data.mediaType || fallbackType, data: data.data };
	if (/^https?:/i.test(url)) return { kind: "url", url };
	return { kind: "base64", mediaType: fallbackType, data: url };
}

function imagePart(part: Extract<Part, { type: "image_url" }>): CanonicalPart {
	const image = typeof part.image_url === "string" ? { url: part.image_url, detail: undefined } : part.image_url;
	const detail = image.detail == null ? {} : { detail: image.detail };
	return { type: "image", source: mediaSource(image.url, "image/png"), ...detail, ...cacheMark(part.cache_control) };
}

function filePart(part: Extract<Part, { type: "file" }>): CanonicalPart[] {
	const { file_data: data, filename } = part.file;
	// A file known only by a vendor's id means nothing to another vendor.
	if (data == null) return [];
	const source = mediaSource(data, "application/pdf");
	return [{ type: "file", source, ...(filename != null && { filename }), ...cacheMark(part.cache_control) }];
}

/** A part of `content`; reasoning that came as a part is replayed from the message's own reasoning fields instead. */
function partOf(part: Part): CanonicalPart[] {
	switch (part.type) {
		case "text":
			return [{ type: "text", text: part.text, ...cacheMark(part.cache_control) }];
		case "image_url":
			return [imagePart(part)];
		case "input_audio":
			return [{ type: "audio", data: part.input_audio.data, format: part.input_audio.format }];
		case "file":
			return filePart(part);
		case "video_url":
			return [{ type: "file", source: mediaSource(part.video_url.url, "video/mp4") }];
		case "refusal":
			return [{ type: "text", text: part.refusal }];
		case "thinking":
			return thinkingText(part.thinking).map((text) => ({ type: "reasoning", text }));
	}
}

function thinkingText(thinking: unknown): string[] {
	if (typeof thinking === "string") return [thinking];
	const text = recordsOf(thinking)
		.map((chunk) => textOf(chunk.text) ?? "")
		.join("");
	return text === "" ? [] : [text];
}

export function contentParts(content: Content): CanonicalPart[] {
	if (content == null || content === "") return [];
	if (typeof content === "string") return [{ type: "text", text: content }];
	return content.flatMap(partOf);
}

interface ReasoningBlock {
	text: string;
	signature: string;
	data: string;
}

/** Details that share an index are the pieces of one block, as a stream's chunks leave them. */
function blocksOf(details: readonly JsonRecord[]): ReasoningBlock[] {
	const blocks = new Map<string, ReasoningBlock>();
	details.forEach((detail, at) => {
		const index = numberOf(detail.index);
		const key = index === undefined ? `at ${at}` : `${index} ${detail.type === "reasoning.encrypted"}`;
		const block = blocks.get(key) ?? { text: "", signature: "", data: "" };
		block.text += textOf(detail.text) ?? textOf(detail.summary) ?? "";
		block.signature += textOf(detail.signature) ?? "";
		block.data += textOf(detail.data) ?? "";
		blocks.set(key, block);
	});
	return [...blocks.values()];
}

/** An assistant message's reasoning: `reasoning_details` where sent, for only they carry signatures, else the text. */
export function reasoningParts(message: Assistant): CanonicalPart[] {
	const blocks = blocksOf(message.reasoning_details ?? []);
	if (blocks.length > 0) {
		return blocks.map(({ text, signature, data }) =>
			data !== ""
				? { type: "redacted_reasoning", data }
				: { type: "reasoning", text, ...(signature !== "" && { signature }) },
		);
	}
	const text = message.reasoning ?? message.reasoning_content ?? "";
	return text === "" ? [] : [{ type: "reasoning", text }];
}

/** An assistant message's tool calls, the older single `function_call` included. */
export function toolCallParts(message: Assistant): CanonicalPart[] {
	const parts: CanonicalPart[] = [];
	for (const call of message.tool_calls ?? []) {
		if (call.function == null) continue;
		const mark = cacheMark(call.cache_control);
		parts.push({
			type: "tool_call",
			id: call.id,
			name: call.function.name,
			argumentsJson: call.function.arguments,
			...mark,
		});
	}
	const old = message.function_call;
	if (old != null) parts.push({ type: "tool_call", id: old.name, name: old.name, argumentsJson: old.arguments });
	return parts;
}
