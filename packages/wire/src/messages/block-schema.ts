import * as z from "zod";

const cacheControl = z.looseObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).nullish() }).nullish();
const marked = { cache_control: cacheControl };

const base64Source = z.looseObject({ type: z.literal("base64"), media_type: z.string(), data: z.string() });
const urlSource = z.looseObject({ type: z.literal("url"), url: z.string() });
const fileSource = z.looseObject({ type: z.literal("file"), file_id: z.string() });
const textSource = z.looseObject({ type: z.literal("text"), data: z.string() });
const contentSource = z.looseObject({
	type: z.literal("content"),
	content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]),
});

export const textBlock = z.looseObject({ type: z.literal("text"), text: z.string(), ...marked });
const imageBlock = z.looseObject({
	type: z.literal("image"),
	source: z.discriminatedUnion("type", [base64Source, urlSource, fileSource]),
	...marked,
});
const documentBlock = z.looseObject({
	type: z.literal("document"),
	source: z.discriminatedUnion("type", [base64Source, urlSource, fileSource, textSource, contentSource]),
	title: z.string().nullish(),
	...marked,
});
const toolUseBlock = z.looseObject({
	type: z.literal("tool_use"),
	id: z.string().min(1),
	name: z.string().min(1),
	input: z.unknown().optional(),
	...marked,
});
const thinkingBlock = z.looseObject({
	type: z.literal("thinking"),
	thinking: z.string(),
	signature: z.string().nullish(),
});
const redactedBlock = z.looseObject({ type: z.literal("redacted_thinking"), data: z.string() });

const INNER = ["text", "image", "document"];
const KNOWN = new Set([...INNER, "tool_use", "tool_result", "thinking", "redacted_thinking"]);

/** Blocks that Anthropic has added or will add (server tools, search results): they pass as they are. */
const otherBlock = z.looseObject({
	type: z.string().refine((type) => !KNOWN.has(type), { error: "a block of that type, whole", abort: true }),
});

const innerBlock = z.union([z.discriminatedUnion("type", [textBlock, imageBlock, documentBlock]), otherBlock]);

const toolResultBlock = z.looseObject({
	type: z.literal("tool_result"),
	tool_use_id: z.string().min(1),
	content: z.union([z.string(), z.array(innerBlock)]).nullish(),
	is_error: z.boolean().nullish(),
	...marked,
});

const knownBlock = z.discriminatedUnion("type", [
	textBlock,
	imageBlock,
	documentBlock,
	toolUseBlock,
	toolResultBlock,
	thinkingBlock,
	redactedBlock,
]);

/** One block of a message's content. */
export const contentBlockSchema = z.union([knownBlock, otherBlock]);

export type KnownBlock = z.infer<typeof knownBlock>;
export type ContentBlock = z.infer<typeof contentBlockSchema>;

/** Whether a checked block is one of those Turnpike can read; the others only pass. */
export function isKnown(block: ContentBlock): block is KnownBlock {
	return KNOWN.has(block.type);
}
