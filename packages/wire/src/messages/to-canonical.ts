import type {
	CanonicalMessage,
	CanonicalPart,
	CanonicalReasoning,
	CanonicalRequest,
	CanonicalTool,
	CanonicalToolChoice,
	MediaSource,
} from "../canonical/request.ts";
import { isRecord } from "../json/record.ts";
import { cacheMark } from "../parse/cache-mark.ts";
import { type ContentBlock, isKnown, type KnownBlock } from "./block-schema.ts";
import { isOwnTool } from "./check-tools.ts";
import type { MessagesRequest } from "./request-schema.ts";

type Source = Extract<KnownBlock, { type: "document" }>["source"];
type Block = ContentBlock | Extract<KnownBlock, { type: "text" }>;

/** Where a medium's bytes are; undefined for a file known only by Anthropic's own id, and for text. */
function mediaOf(source: Source): MediaSource | undefined {
	if (source.type === "base64") return { kind: "base64", mediaType: source.media_type, data: source.data };
	return source.type === "url" ? { kind: "url", url: source.url } : undefined;
}

function documentParts(block: Extract<KnownBlock, { type: "document" }>): CanonicalPart[] {
	const { source, title } = block;
	const mark = cacheMark(block.cache_control);
	if (source.type === "text") return [{ type: "text", text: source.data, ...mark }];
	if (source.type === "content") return partsOf(source.content as string | readonly Block[]);
	const media = mediaOf(source);
	return media === undefined
		? []
		: [{ type: "file", source: media, ...(title != null && { filename: title }), ...mark }];
}

function partsOfBlock(block: Block): CanonicalPart[] {
	if (!isKnown(block)) return [];
	switch (block.type) {
		case "text":
			return [{ type: "text", text: block.text, ...cacheMark(block.cache_control) }];
		case "image": {
			const source = mediaOf(block.source);
			return source === undefined ? [] : [{ type: "image", source, ...cacheMark(block.cache_control) }];
		}
		case "document":
			return documentParts(block);
		case "tool_use": {
			const argumentsJson = JSON.stringify(block.input ?? {});
			return [{ type: "tool_call", id: block.id, name: block.name, argumentsJson, ...cacheMark(block.cache_control) }];
		}
		case "tool_result":
			return [
				{
					type: "tool_result",
					callId: block.tool_use_id,
					content: partsOf(block.content),
					...(block.is_error === true && { isError: true }),
					...cacheMark(block.cache_control),
				},
			];
		case "thinking":
			return [{ type: "reasoning", text: block.thinking, ...(block.signature && { signature: block.signature }) }];
		case "redacted_thinking":
			return [{ type: "redacted_reasoning", data: block.data }];
	}
}

function partsOf(content: string | readonly Block[] | null | undefined): CanonicalPart[] {
	if (content == null || content === "") return [];
	if (typeof content === "string") return [{ type: "text", text: content }];
	return content.flatMap(partsOfBlock);
}

/** The caller's own tools; Anthropic's server tools have no meaning elsewhere. */
function toolsOf(tools: MessagesRequest["tools"]): CanonicalTool[] {
	return (tools ?? []).filter(isOwnTool).map((tool) => ({
		name: tool.name ?? "",
		...(tool.description != null && { description: tool.description }),
		parameters: isRecord(tool.input_schema) ? tool.input_schema : {},
		...(tool.strict != null && { strict: tool.strict }),
		...cacheMark(tool.cache_control),
	}));
}

function toolChoiceOf(choice: MessagesRequest["tool_choice"]): CanonicalToolChoice | undefined {
	if (choice == null) return undefined;
	if (choice.type === "tool") return { type: "tool", name: choice.name };
	return { type: choice.type === "any" ? "required" : choice.type };
}

const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

function reasoningOf(request: MessagesRequest): CanonicalReasoning | undefined {
	const { thinking } = request;
	if (thinking?.type === "disabled") return { effort: "none" };
	const effort = EFFORTS.find((name) => name === request.output_config?.effort);
	if (thinking == null) return undefined;
	return {
		...(effort !== undefined && { effort }),
		...(thinking.budget_tokens != null && { maxTokens: thinking.budget_tokens }),
	};
}

function samplingOf(request: MessagesRequest): Partial<CanonicalRequest> {
	return {
		maxOutputTokens: request.max_tokens,
		...(request.temperature != null && { temperature: request.temperature }),
		...(request.top_p != null && { topP: request.top_p }),
		...(request.top_k != null && { topK: request.top_k }),
		...(request.stop_sequences?.length && { stop: request.stop_sequences }),
	};
}

function responseFormatOf(request: MessagesRequest): Pick<CanonicalRequest, "responseFormat"> {
	const format = request.output_config?.format;
	if (format?.type !== "json_schema" || !isRecord(format.schema)) return {};
	return { responseFormat: { type: "json_schema", name: "answer", schema: format.schema, strict: true } };
}

/** A checked Messages request in no vendor's words. */
export function toCanonicalMessages(request: MessagesRequest): CanonicalRequest {
	const { tool_choice: choice, metadata } = request;
	const toolChoice = toolChoiceOf(choice);
	const reasoning = reasoningOf(request);
	const single = choice != null && choice.type !== "none" && choice.disable_parallel_tool_use === true;
	const spoken = request.messages.filter(({ role }) => role !== "system");
	const inline = request.messages.filter(({ role }) => role === "system");
	return {
		system: [...partsOf(request.system), ...inline.flatMap(({ content }) => partsOf(content))],
		messages: spoken.map(
			({ role, content }): CanonicalMessage => ({
				role: role === "assistant" ? "assistant" : "user",
				parts: partsOf(content),
			}),
		),
		tools: toolsOf(request.tools),
		...(toolChoice && { toolChoice }),
		...(single && { parallelToolCalls: false }),
		...samplingOf(request),
		choices: 1,
		...responseFormatOf(request),
		...(reasoning && { reasoning }),
		...(metadata?.user_id != null && { user: metadata.user_id }),
		stream: request.stream === true,
	};
}
