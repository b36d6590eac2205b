import type {
	CanonicalMessage,
	CanonicalPart,
	CanonicalReasoning,
	CanonicalRequest,
	CanonicalResponseFormat,
	CanonicalTool,
	CanonicalToolChoice,
} from "../canonical/request.ts";
import { isRecord, type JsonRecord } from "../json/record.ts";
import { cacheMark } from "../parse/cache-mark.ts";
import type { ChatMessage } from "./message-schema.ts";
import type { ChatRequest } from "./request-schema.ts";
import { contentParts, reasoningParts, toolCallParts } from "./to-canonical-parts.ts";

const NO_PARAMETERS: JsonRecord = { type: "object", properties: {} };

function toolsOf(request: ChatRequest): CanonicalTool[] {
	const modern = (request.tools ?? []).flatMap((tool) =>
		tool.function == null ? [] : [{ ...tool.function, mark: cacheMark(tool.cache_control) }],
	);
	const legacy = (request.functions ?? []).map((tool) => ({ ...tool, strict: undefined, mark: {} }));
	return [...modern, ...legacy].map(({ name, description, parameters, strict, mark }) => ({
		name,
		...(description != null && { description }),
		parameters: isRecord(parameters) ? parameters : NO_PARAMETERS,
		...(typeof strict === "boolean" && { strict }),
		...mark,
	}));
}

function toolChoiceOf(request: ChatRequest): CanonicalToolChoice | undefined {
	const choice = request.tool_choice ?? request.function_call;
	if (choice == null) return undefined;
	if (typeof choice === "object") {
		const name = "function" in choice && isRecord(choice.function) ? choice.function.name : choice.name;
		if (typeof name === "string") return { type: "tool", name };
		// OpenAI's `allowed_tools` narrows the list; its mode is what other vendors can honour.
		const allowed = choice.allowed_tools;
		return { type: isRecord(allowed) && allowed.mode === "required" ? "required" : "auto" };
	}
	if (choice === "any" || choice === "required") return { type: "required" };
	return { type: choice === "none" ? "none" : "auto" };
}

function responseFormatOf(format: ChatRequest["response_format"]): CanonicalResponseFormat | undefined {
	if (format == null) return undefined;
	if (format.type === "json_object") return { type: "json_object" };
	if (format.type !== "json_schema" || !isRecord(format.json_schema)) return { type: "text" };
	const { name, schema, strict } = format.json_schema;
	return {
		type: "json_schema",
		name: typeof name === "string" ? name : "answer",
		schema: isRecord(schema) ? schema : {},
		...(typeof strict === "boolean" && { strict }),
	};
}

function reasoningOf(request: ChatRequest): CanonicalReasoning | undefined {
	const { reasoning, reasoning_effort, include_reasoning } = request;
	const off = reasoning?.enabled === false;
	const effort = off ? "none" : (reasoning?.effort ?? reasoning_effort ?? undefined);
	const maxTokens = reasoning?.max_tokens ?? undefined;
	const exclude = reasoning?.exclude ?? (include_reasoning === false ? true : undefined);
	if (reasoning == null && effort === undefined && include_reasoning == null) return undefined;
	return {
		...(effort !== undefined && { effort }),
		...(maxTokens !== undefined && !off && { maxTokens }),
		...(exclude != null && { exclude }),
	};
}

function messageOf(message: ChatMessage): CanonicalMessage | undefined {
	switch (message.role) {
		case "system":
		case "developer":
			return undefined;
		case "user":
			return { role: "user", parts: contentParts(message.content) };
		case "assistant": {
			const refusal: CanonicalPart[] = message.refusal ? [{ type: "text", text: message.refusal }] : [];
			const parts = [...reasoningParts(message), ...contentParts(message.content), ...refusal];
			return { role: "assistant", parts: [...parts, ...toolCallParts(message)] };
		}
		case "tool": {
			const mark = cacheMark(message.cache_control);
			const content = contentParts(message.content);
			return { role: "user", parts: [{ type: "tool_result", callId: message.tool_call_id, content, ...mark }] };
		}
		case "function":
			return {
				role: "user",
				parts: [{ type: "tool_result", callId: message.name, content: contentParts(message.content) }],
			};
	}
}

/** Results of parallel calls are messages of their own in chat and parts of one message everywhere else. */
function joinResults(messages: readonly CanonicalMessage[]): CanonicalMessage[] {
	const joined: CanonicalMessage[] = [];
	for (const message of messages) {
		const last = joined.at(-1);
		const isResult = message.parts[0]?.type === "tool_result";
		if (isResult && last?.role === "user" && last.parts[0]?.type === "tool_result") {
			joined[joined.length - 1] = { role: "user", parts: [...last.parts, ...message.parts] };
		} else joined.push(message);
	}
	return joined;
}

function samplingOf(request: ChatRequest): Partial<CanonicalRequest> {
	const stop = typeof request.stop === "string" ? [request.stop] : request.stop;
	const bound = request.max_completion_tokens ?? request.max_tokens;
	return {
		...(bound != null && { maxOutputTokens: bound }),
		...(request.temperature != null && { temperature: request.temperature }),
		...(request.top_p != null && { topP: request.top_p }),
		...(request.top_k != null && { topK: request.top_k }),
		...(request.frequency_penalty != null && { frequencyPenalty: request.frequency_penalty }),
		...(request.presence_penalty != null && { presencePenalty: request.presence_penalty }),
		...(request.seed != null && { seed: request.seed }),
		...(stop != null && stop.length > 0 && { stop }),
	};
}

/** A checked chat request in no vendor's words. System messages keep their order and leave the conversation. */
export function toCanonicalChat(request: ChatRequest): CanonicalRequest {
	const toolChoice = toolChoiceOf(request);
	const responseFormat = responseFormatOf(request.response_format);
	const reasoning = reasoningOf(request);
	const system = request.messages.filter(({ role }) => role === "system" || role === "developer");
	return {
		system: system.flatMap(({ content }) => contentParts(content)),
		messages: joinResults(request.messages.flatMap((message) => messageOf(message) ?? [])),
		tools: toolsOf(request),
		...(toolChoice && { toolChoice }),
		...(request.parallel_tool_calls != null && { parallelToolCalls: request.parallel_tool_calls }),
		...samplingOf(request),
		choices: request.n ?? 1,
		...(responseFormat && { responseFormat }),
		...(reasoning && { reasoning }),
		...(request.user != null && { user: request.user }),
		stream: request.stream === true,
	};
}
