import {
	type Call,
	type CanonicalRequest,
	type CanonicalTool,
	type CanonicalToolChoice,
	TurnpikeError,
} from "@turnpike/wire";
import type { Target, UpstreamRequest } from "../dialect.ts";
import { askThinking, type ThinkingRequest } from "./ask-thinking.ts";
import { type ModelTraits, modelTraits } from "./model-traits.ts";
import { messagesRequest } from "./request.ts";
import { type Block, blocksOf, translateMessages } from "./translate-messages.ts";

/** Messages has no plain JSON mode, so it is asked for in words. */
const JSON_ONLY = "Answer with one JSON object and nothing else: no prose, no code fence.";

/**
 * A call of another format, said as a Messages call. `seed`, penalties and a stop sequence of white space have no
 * counterpart and are left out, as unsupported parameters are.
 *
 * @throws TurnpikeError `invalid_value` for more than one choice, audio, a file Anthropic cannot read, tool arguments
 * that are no JSON object.
 */
export function translate(call: Call, target: Target): UpstreamRequest {
	const request = call.canonical();
	if (request.choices > 1) {
		throw new TurnpikeError("invalid_value", "This model gives one choice per call; n must be 1.", { param: "n" });
	}
	const traits = modelTraits(target.providerModelId);
	const maxTokens = target.maxOutputTokens ?? request.maxOutputTokens ?? target.modelMaxOutputTokens;
	const wanted = askThinking(request.reasoning, traits, maxTokens);
	const asked = forcesTool(request) && wanted.thinking?.type === "enabled" ? {} : wanted;
	const stop = request.stop?.filter((sequence) => sequence.trim() !== "") ?? [];
	const body = {
		model: target.providerModelId,
		max_tokens: maxTokens,
		...prompt(request),
		...sampling(request, target, traits, asked),
		...(stop.length > 0 && { stop_sequences: stop }),
		...toolFields(request),
		...(asked.thinking && { thinking: asked.thinking }),
		...outputConfig(request, asked),
		...(request.user !== undefined && { metadata: { user_id: request.user } }),
		...(request.stream && { stream: true }),
	};
	return messagesRequest(target, request.stream, JSON.stringify(body));
}

/** A conversation must have a turn: a system prompt that stands alone becomes the user's. */
function prompt(request: CanonicalRequest): Block {
	const hint = request.responseFormat?.type === "json_object" ? [{ type: "text", text: JSON_ONLY }] : [];
	const system = [...request.system.flatMap((part) => blocksOf(part)), ...hint];
	const messages = translateMessages(request.messages);
	if (messages.length === 0) return { messages: [{ role: "user", content: system }] };
	return { ...(system.length > 0 && { system }), messages };
}

/** Manual thinking excludes tools by force; the tool is what the caller named, so it wins. */
function forcesTool(request: CanonicalRequest): boolean {
	return request.toolChoice?.type === "tool" || request.toolChoice?.type === "required";
}

/**
 * `temperature` ends at 1 here and at 2 elsewhere. Models take `temperature` or `top_p` but not both; with a thinking
 * budget only a `top_p` of 0.95 and more; newer models take none of them.
 */
function sampling(request: CanonicalRequest, target: Target, traits: ModelTraits, asked: ThinkingRequest): Block {
	const { temperature, topP, topK } = request;
	if (!traits.sampling || target.supportedParameters?.includes("temperature") === false) return {};
	if (asked.thinking !== undefined && asked.thinking.type !== "disabled") {
		return topP !== undefined && topP >= 0.95 ? { top_p: Math.min(topP, 1) } : {};
	}
	return {
		...(temperature !== undefined && { temperature: Math.min(temperature, 1) }),
		...(temperature === undefined && topP !== undefined && { top_p: Math.min(topP, 1) }),
		...(topK !== undefined && topK > 0 && { top_k: topK }),
	};
}

function toolFields(request: CanonicalRequest): Block {
	if (request.tools.length === 0) return {};
	const choice = toolChoice(request.toolChoice ?? { type: "auto" }, request.parallelToolCalls);
	const implied = request.toolChoice === undefined && request.parallelToolCalls !== false;
	return { tools: request.tools.map(toolOf), ...(!implied && { tool_choice: choice }) };
}

function toolOf(tool: CanonicalTool): Block {
	return {
		name: tool.name,
		...(tool.description !== undefined && { description: tool.description }),
		input_schema: { type: "object", ...tool.parameters },
		...(tool.strict === true && { strict: true }),
		...(tool.cacheControl && { cache_control: tool.cacheControl }),
	};
}

function toolChoice(choice: CanonicalToolChoice, parallel: boolean | undefined): Block {
	if (choice.type === "none") return { type: "none" };
	const alone = parallel === false ? { disable_parallel_tool_use: true } : {};
	if (choice.type === "tool") return { type: "tool", name: choice.name, ...alone };
	return { type: choice.type === "required" ? "any" : "auto", ...alone };
}

function outputConfig(request: CanonicalRequest, asked: ThinkingRequest): Block {
	const format = request.responseFormat;
	const config = {
		...(asked.effort !== undefined && { effort: asked.effort }),
		...(format?.type === "json_schema" && { format: { type: "json_schema", schema: format.schema } }),
	};
	return Object.keys(config).length === 0 ? {} : { output_config: config };
}
