import { type Call, memberText, type RawBody, splice, spliceObject } from "@turnpike/wire";
import type { Target, UpstreamRequest } from "../dialect.ts";
import type { Vendor } from "../vendor.ts";
import { askReasoning, readReasoningObject } from "./ask-reasoning.ts";
import { droppedFields } from "./dropped-fields.ts";
import { chatRequest } from "./request.ts";
import { mayNeedTidying, tidyMessages, tidyTools } from "./tidy-messages.ts";

type Edits = Map<string, string | undefined>;

/** The caller's own bytes, sent on: only what the vendor must read otherwise is put in, taken out or renamed. */
export function forward(call: Call, target: Target): UpstreamRequest {
	const { body } = call;
	const edits: Edits = new Map([["model", JSON.stringify(target.providerModelId)]]);
	dropFields(body, target.vendor, edits);
	if (call.format === "embeddings") {
		return chatRequest(target, "/embeddings", false, splice(body, edits));
	}
	boundOutput(call, target, edits);
	askForUsage(call, target.vendor, edits);
	translateReasoning(call, target, edits);
	tidy(body, target.vendor, edits);
	return chatRequest(target, "/chat/completions", call.stream, splice(body, edits));
}

function dropFields(body: RawBody, vendor: Vendor, edits: Edits): void {
	const { members } = body;
	const dropped = droppedFields(vendor);
	for (const field of members.keys()) if (dropped.has(field)) edits.set(field, undefined);
	for (const field in vendor.renamesFields) {
		const name = vendor.renamesFields[field];
		if (name !== undefined && members.has(field) && !members.has(name)) edits.set(name, memberText(body, field));
	}
	// OpenAI takes metadata only with `store`; otherwise it was meant for the router's own records.
	if (!members.has("metadata") || vendor.keepsFields.includes("metadata")) return;
	const stored = memberText(body, "store") === "true" && !vendor.refusesFields.includes("store");
	if (!stored) edits.set("metadata", undefined);
}

/** One bound under the vendor's own name: two fields at once are refused, and the bound is what was held for. */
function boundOutput(call: Call, target: Target, edits: Edits): void {
	const own = target.vendor.maxTokensField;
	const other = own === "max_tokens" ? "max_completion_tokens" : "max_tokens";
	const { members } = call.body;
	if (members.has(other)) edits.set(other, undefined);
	const bound = target.maxOutputTokens ?? call.maxOutputTokens;
	const asSent = members.has(own) && !members.has(other) && target.maxOutputTokens === undefined;
	if (bound !== undefined && !asSent) edits.set(own, String(bound));
}

/** Streams say their usage only when asked; the caller's other stream options stay. */
function askForUsage(call: Call, vendor: Vendor, edits: Edits): void {
	if (!vendor.streamOptions) {
		if (call.body.members.has("stream_options")) edits.set("stream_options", undefined);
		return;
	}
	if (!call.stream) return;
	edits.set("stream_options", spliceObject(memberText(call.body, "stream_options") ?? "{}", { include_usage: "true" }));
}

/** OpenRouter's `reasoning` object, said the vendor's way; a `reasoning_effort` of the caller's own goes on as it is. */
function translateReasoning(call: Call, target: Target, edits: Edits): void {
	const text = memberText(call.body, "reasoning");
	const style = target.vendor.reasoningRequest;
	if (text === undefined || style === "reasoning_object") return;
	edits.set("reasoning", undefined);
	const wish = readReasoningObject(text);
	if (wish === undefined || call.body.members.has("reasoning_effort")) return;
	const bound = target.maxOutputTokens ?? call.maxOutputTokens ?? target.modelMaxOutputTokens;
	for (const [field, value] of Object.entries(askReasoning(wish, style, bound)))
		edits.set(field, JSON.stringify(value));
}

function tidy(body: RawBody, vendor: Vendor, edits: Edits): void {
	const messages = memberText(body, "messages");
	if (messages !== undefined && mayNeedTidying(messages, vendor)) edits.set("messages", tidyMessages(messages, vendor));
	const tools = memberText(body, "tools");
	if (tools?.includes('"cache_control"') && !vendor.messageExtensions) edits.set("tools", tidyTools(tools));
}
