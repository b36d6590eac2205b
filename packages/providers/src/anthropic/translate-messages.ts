import { type CanonicalMessage, type CanonicalPart, type MediaSource, TurnpikeError } from "@turnpike/wire";

export type Block = Readonly<Record<string, unknown>>;

interface Turn {
	readonly role: "user" | "assistant";
	readonly content: readonly Block[];
}

/**
 * The turns of a canonical request as Messages turns: neighbours of one role are merged, tool results stand first in
 * their turn, empty texts and unsigned reasoning (which Anthropic refuses) are left out.
 */
export function translateMessages(messages: readonly CanonicalMessage[]): Turn[] {
	const turns: { role: "user" | "assistant"; content: Block[] }[] = [];
	for (const message of messages) {
		const content = message.parts.flatMap((part) => blocksOf(part));
		const last = turns.at(-1);
		if (content.length === 0) continue;
		if (last?.role === message.role) last.content.push(...content);
		else turns.push({ role: message.role, content });
	}
	return withoutTrailingSpace(turns.map((turn) => ({ role: turn.role, content: resultsFirst(turn.content) })));
}

function resultsFirst(blocks: readonly Block[]): readonly Block[] {
	const results = blocks.filter((block) => block.type === "tool_result");
	return results.length === 0 ? blocks : [...results, ...blocks.filter((block) => block.type !== "tool_result")];
}

/** A prefilled answer may not end in white space. */
function withoutTrailingSpace(turns: Turn[]): Turn[] {
	const turn = turns.at(-1);
	const block = turn?.content.at(-1);
	if (turn?.role !== "assistant" || typeof block?.text !== "string") return turns;
	const content = [...turn.content.slice(0, -1), { ...block, text: block.text.trimEnd() }];
	return [...turns.slice(0, -1), { role: turn.role, content }];
}

/** The blocks of one part: one, or none where Anthropic has no place for it. */
export function blocksOf(part: CanonicalPart): Block[] {
	switch (part.type) {
		case "text":
			return part.text.trim() === "" ? [] : [{ type: "text", text: part.text, ...marker(part) }];
		case "image":
			return [{ type: "image", source: imageSource(part.source), ...marker(part) }];
		case "file":
			return [{ type: "document", source: documentSource(part.source), ...title(part.filename), ...marker(part) }];
		case "audio":
			throw unsupported("audio input");
		case "tool_call":
			return [{ type: "tool_use", id: toolId(part.id), name: part.name, input: inputOf(part), ...marker(part) }];
		case "tool_result":
			return [toolResult(part)];
		case "reasoning":
			return part.signature === undefined ? [] : [{ type: "thinking", thinking: part.text, signature: part.signature }];
		case "redacted_reasoning":
			return [{ type: "redacted_thinking", data: part.data }];
	}
}

function marker(part: CanonicalPart): Block {
	return "cacheControl" in part && part.cacheControl ? { cache_control: part.cacheControl } : {};
}

function title(filename: string | undefined): Block {
	return filename === undefined ? {} : { title: filename };
}

function toolResult(part: Extract<CanonicalPart, { type: "tool_result" }>): Block {
	const content = part.content.flatMap((inner) => blocksOf(inner));
	return {
		type: "tool_result",
		tool_use_id: toolId(part.callId),
		...(content.length > 0 && { content }),
		...(part.isError === true && { is_error: true }),
		...marker(part),
	};
}

/** Anthropic's ids are letters, digits, `_` and `-` only; other providers' ids are made so, the same way everywhere. */
function toolId(id: string): string {
	return id.replace(/[^A-Za-z0-9_-]/g, "_");
}

function inputOf(part: Extract<CanonicalPart, { type: "tool_call" }>): unknown {
	if (part.argumentsJson.trim() === "") return {};
	try {
		const input: unknown = JSON.parse(part.argumentsJson);
		if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
	} catch {
		// Said below in the same words as for JSON that is no object.
	}
	throw new TurnpikeError(
		"invalid_value",
		`The arguments of the tool call ${JSON.stringify(part.id)} must be a JSON object for this model.`,
		{ param: "messages" },
	);
}

function imageSource(source: MediaSource): Block {
	return source.kind === "url"
		? { type: "url", url: source.url }
		: { type: "base64", media_type: source.mediaType, data: source.data };
}

/** PDFs go as they are, plain text as text; Anthropic reads nothing else in a document. */
function documentSource(source: MediaSource): Block {
	if (source.kind === "url") return { type: "url", url: source.url };
	if (source.mediaType === "application/pdf")
		return { type: "base64", media_type: source.mediaType, data: source.data };
	if (source.mediaType.startsWith("text/")) {
		return { type: "text", media_type: "text/plain", data: decodeText(source.data) };
	}
	throw unsupported(`files of type ${source.mediaType}`);
}

function decodeText(base64: string): string {
	try {
		return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
	} catch {
		throw new TurnpikeError("invalid_value", "The file's data is not base64.", { param: "messages" });
	}
}

function unsupported(what: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `This model does not take ${what}; use a model that does.`, {
		param: "messages",
	});
}
