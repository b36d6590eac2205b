import { MediaTally } from "../parse/media-tally.ts";
import { checkBase64, checkMediaUrl } from "../url/check-media.ts";
import { type ContentBlock, isKnown, type KnownBlock } from "./block-schema.ts";
import type { MessagesRequest } from "./request-schema.ts";

type Source = Extract<KnownBlock, { type: "document" }>["source"];

function inspectSource(source: Source, kind: "image" | "file", at: string, tally: MediaTally): void {
	if (source.type === "base64") tally.add(kind, checkBase64(source.data, `${at}.data`));
	else if (source.type === "url") tally.add(kind, checkMediaUrl(source.url, `${at}.url`));
	else if (source.type === "file") tally.add(kind, "remote");
	else if (source.type === "content" && typeof source.content !== "string") {
		// Its blocks are text and images, loosely typed here: each image is held to the same rules.
		inspectBlocks(source.content as readonly ContentBlock[], `${at}.content`, tally);
	}
}

function inspectBlocks(blocks: readonly ContentBlock[], at: string, tally: MediaTally): void {
	blocks.forEach((block, index) => {
		if (!isKnown(block)) return;
		const here = `${at}[${index}]`;
		if (block.type === "image") inspectSource(block.source, "image", `${here}.source`, tally);
		else if (block.type === "document") inspectSource(block.source, "file", `${here}.source`, tally);
		else if (block.type === "tool_result" && Array.isArray(block.content)) {
			inspectBlocks(block.content, `${here}.content`, tally);
		}
	});
}

/**
 * Looks at every medium of a conversation, tool results included: counts it and holds its URL or data to the rules.
 *
 * @throws TurnpikeError `invalid_image`, `invalid_image_url`
 */
export function inspectMessages(messages: MessagesRequest["messages"]): MediaTally {
	const tally = new MediaTally();
	messages.forEach(({ content }, index) => {
		if (typeof content !== "string") inspectBlocks(content, `messages[${index}].content`, tally);
	});
	return tally;
}
