import { isRecord, type JsonRecord } from "../json/record.ts";
import type { Vendor } from "../vendor.ts";

const MARKS = /"(?:cache_control|reasoning|reasoning_details|reasoning_content|developer)"/;

/** Whether messages or tools may hold something that a vendor refuses; a cheap look, so most calls are not parsed. */
export function mayNeedTidying(json: string, vendor: Vendor): boolean {
	if (vendor.messageExtensions && vendor.developerRole) return false;
	return MARKS.test(json);
}

/**
 * The messages as the vendor accepts them: the role `developer` becomes `system`, cache markers go, and earlier
 * reasoning stands in the field the vendor reads or nowhere. Everything else stays as it was.
 */
export function tidyMessages(json: string, vendor: Vendor): string {
	const messages: unknown = JSON.parse(json);
	if (!Array.isArray(messages)) return json;
	return JSON.stringify(messages.map((message) => (isRecord(message) ? tidyMessage(message, vendor) : message)));
}

/** Tools without cache markers. */
export function tidyTools(json: string): string {
	const tools: unknown = JSON.parse(json);
	return Array.isArray(tools) ? JSON.stringify(tools.map(withoutMarker)) : json;
}

function tidyMessage(message: JsonRecord, vendor: Vendor): JsonRecord {
	const tidy: Record<string, unknown> = { ...message };
	if (tidy.role === "developer" && !vendor.developerRole) tidy.role = "system";
	if (vendor.messageExtensions) return tidy;
	const reasoning = tidy.reasoning_content ?? tidy.reasoning;
	for (const field of ["reasoning", "reasoning_content", "reasoning_details", "cache_control"]) delete tidy[field];
	if (vendor.reasoningHistory !== "" && typeof reasoning === "string") tidy[vendor.reasoningHistory] = reasoning;
	if (Array.isArray(tidy.content)) tidy.content = tidy.content.map(withoutMarker);
	return tidy;
}

function withoutMarker(part: unknown): unknown {
	if (!isRecord(part) || !("cache_control" in part)) return part;
	const { cache_control: _, ...rest } = part;
	return rest;
}
