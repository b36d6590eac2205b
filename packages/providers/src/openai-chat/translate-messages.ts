import { type CanonicalMessage, type CanonicalPart, type MediaSource, TurnpikeError } from "@turnpike/wire";
import type { Vendor } from "../vendor.ts";

type Json = Readonly<Record<string, unknown>>;
type Part<T extends CanonicalPart["type"]> = Extract<CanonicalPart, { type: T }>;

/** The system prompt and the turns of a canonical request as chat messages. */
export function translateMessages(
	system: readonly CanonicalPart[],
	messages: readonly CanonicalMessage[],
	vendor: Vendor,
): Json[] {
	const turns = messages.flatMap((message) =>
		message.role === "assistant" ? assistantMessage(message.parts, vendor) : userMessages(message.parts, vendor),
	);
	return system.length === 0 ? turns : [{ role: "system", content: contentOf(system, vendor, "\n\n") }, ...turns];
}

/**
 * Tool results first, each a message of its own, because they must follow the calls they answer; then what the user
 * said. A tool message carries text only, so media in a result follows as the user's.
 */
function userMessages(parts: readonly CanonicalPart[], vendor: Vendor): Json[] {
	const results = parts.filter((part) => part.type === "tool_result");
	const media = results.flatMap((result) => result.content.filter((part) => part.type !== "text"));
	const rest = [...media, ...parts.filter((part) => part.type !== "tool_result")];
	const tools = results.map((result) => ({
		role: "tool",
		tool_call_id: result.callId,
		content: plainText(result.content, "\n"),
	}));
	return rest.length === 0 ? tools : [...tools, { role: "user", content: contentOf(rest, vendor, "") }];
}

function assistantMessage(parts: readonly CanonicalPart[], vendor: Vendor): Json[] {
	const text = plainText(parts, "");
	const calls = parts.filter((part) => part.type === "tool_call").map(toolCall);
	const reasoning = parts
		.filter((part) => part.type === "reasoning")
		.map((part) => part.text)
		.join("");
	const history = vendor.reasoningHistory;
	const keepsReasoning = history !== "" && reasoning !== "";
	if (text === "" && calls.length === 0 && !keepsReasoning) return [];
	return [
		{
			role: "assistant",
			content: text === "" && calls.length > 0 ? null : text,
			...(keepsReasoning && { [history]: reasoning }),
			...(calls.length > 0 && { tool_calls: calls }),
		},
	];
}

function toolCall(part: Part<"tool_call">): Json {
	return { id: part.id, type: "function", function: { name: part.name, arguments: part.argumentsJson } };
}

function plainText(parts: readonly CanonicalPart[], between: string): string {
	return parts
		.filter((part) => part.type === "text")
		.map((part) => part.text)
		.join(between);
}

/** A plain string where that says it all, since some servers take nothing else; parts where there is more to say. */
function contentOf(parts: readonly CanonicalPart[], vendor: Vendor, between: string): string | Json[] {
	const marked = vendor.messageExtensions && parts.some((part) => "cacheControl" in part && part.cacheControl);
	if (!marked && parts.every((part) => part.type === "text")) return plainText(parts, between);
	return parts.flatMap((part) => contentPart(part, vendor));
}

function contentPart(part: CanonicalPart, vendor: Vendor): Json[] {
	const marker =
		vendor.messageExtensions && "cacheControl" in part && part.cacheControl ? { cache_control: part.cacheControl } : {};
	switch (part.type) {
		case "text":
			return [{ type: "text", text: part.text, ...marker }];
		case "image": {
			const detail = part.detail === undefined ? {} : { detail: part.detail };
			return [{ type: "image_url", image_url: { url: urlOf(part.source), ...detail }, ...marker }];
		}
		case "audio":
			return [{ type: "input_audio", input_audio: { data: part.data, format: part.format } }];
		case "file":
			return [{ type: "file", file: fileOf(part, vendor), ...marker }];
		case "tool_call":
		case "tool_result":
		case "reasoning":
		case "redacted_reasoning":
			return [];
	}
}

function fileOf(part: Part<"file">, vendor: Vendor): Json {
	if (part.source.kind === "url" && !vendor.messageExtensions) {
		throw new TurnpikeError(
			"invalid_value",
			`${vendor.name} takes files as data, not by URL; send the file as base64.`,
			{
				param: "messages",
			},
		);
	}
	return { filename: part.filename ?? "file", file_data: urlOf(part.source) };
}

function urlOf(source: MediaSource): string {
	return source.kind === "url" ? source.url : `data:${source.mediaType};base64,${source.data}`;
}
