import type {
	Call,
	CanonicalRequest,
	CanonicalResponseFormat,
	CanonicalTool,
	CanonicalToolChoice,
} from "@turnpike/wire";
import type { Target, UpstreamRequest } from "../dialect.ts";
import type { Vendor } from "../vendor.ts";
import { askReasoning } from "./ask-reasoning.ts";
import { chatRequest } from "./request.ts";
import { translateMessages } from "./translate-messages.ts";

type Json = Readonly<Record<string, unknown>>;

/** A call of another format, said as a chat completion. @throws TurnpikeError `invalid_value` for a file by URL. */
export function translate(call: Call, target: Target): UpstreamRequest {
	const request = call.canonical();
	const { vendor } = target;
	const body = {
		model: target.providerModelId,
		messages: translateMessages(request.system, request.messages, vendor),
		...bounds(request, target),
		...sampling(request, target),
		...toolFields(request, vendor),
		...(request.responseFormat && { response_format: responseFormat(request.responseFormat) }),
		...(request.reasoning && askReasoning(request.reasoning, vendor.reasoningRequest, outputBound(request, target))),
		...(request.user !== undefined && { user: request.user }),
		...(request.stream && { stream: true, ...(vendor.streamOptions && { stream_options: { include_usage: true } }) }),
	};
	return chatRequest(target, "/chat/completions", request.stream, JSON.stringify(forVendor(body, vendor)));
}

function outputBound(request: CanonicalRequest, target: Target): number {
	return target.maxOutputTokens ?? request.maxOutputTokens ?? target.modelMaxOutputTokens;
}

function bounds(request: CanonicalRequest, target: Target): Json {
	const bound = target.maxOutputTokens ?? request.maxOutputTokens;
	return {
		...(bound !== undefined && { [target.vendor.maxTokensField]: bound }),
		...(request.stop && request.stop.length > 0 && { stop: request.stop }),
		...(request.choices > 1 && { n: request.choices }),
		...(request.seed !== undefined && { seed: request.seed }),
	};
}

/** Left out altogether for models that do not take `temperature`: they refuse the other parameters too. */
function sampling(request: CanonicalRequest, target: Target): Json {
	if (target.supportedParameters?.includes("temperature") === false) return {};
	return {
		...(request.temperature !== undefined && { temperature: request.temperature }),
		...(request.topP !== undefined && { top_p: request.topP }),
		...(request.topK !== undefined && target.vendor.topK && { top_k: request.topK }),
		...(request.frequencyPenalty !== undefined && { frequency_penalty: request.frequencyPenalty }),
		...(request.presencePenalty !== undefined && { presence_penalty: request.presencePenalty }),
	};
}

function toolFields(request: CanonicalRequest, vendor: Vendor): Json {
	if (request.tools.length === 0) return {};
	return {
		tools: request.tools.map((tool) => toolOf(tool, vendor)),
		...(request.toolChoice && { tool_choice: toolChoice(request.toolChoice) }),
		...(request.parallelToolCalls !== undefined && { parallel_tool_calls: request.parallelToolCalls }),
	};
}

function toolOf(tool: CanonicalTool, vendor: Vendor): Json {
	return {
		type: "function",
		function: {
			name: tool.name,
			...(tool.description !== undefined && { description: tool.description }),
			parameters: tool.parameters,
			...(tool.strict !== undefined && { strict: tool.strict }),
		},
		...(tool.cacheControl && vendor.messageExtensions && { cache_control: tool.cacheControl }),
	};
}

function toolChoice(choice: CanonicalToolChoice): unknown {
	return choice.type === "tool" ? { type: "function", function: { name: choice.name } } : choice.type;
}

function responseFormat(format: CanonicalResponseFormat): Json {
	if (format.type !== "json_schema") return { type: format.type };
	const { name, schema, strict } = format;
	return { type: "json_schema", json_schema: { name, schema, ...(strict !== undefined && { strict }) } };
}

/** The body without fields the vendor refuses, the rest under its own names. */
function forVendor(body: Json, vendor: Vendor): Json {
	const fields = Object.entries(body).filter(([field]) => !vendor.refusesFields.includes(field));
	return Object.fromEntries(fields.map(([field, value]) => [vendor.renamesFields[field] ?? field, value]));
}
