import { MediaTally } from "../parse/media-tally.ts";
import { checkBase64, checkMediaUrl } from "../url/check-media.ts";
import type { ChatMessage } from "./message-schema.ts";

type Part = Exclude<NonNullable<ChatMessage["content"]>, string>[number];

function inspectFile(file: Extract<Part, { type: "file" }>["file"], at: string, tally: MediaTally): void {
	if (file.file_id != null) tally.add("file", "remote");
	const data = file.file_data;
	if (data == null) return;
	const param = `${at}.file.file_data`;
	tally.add("file", /^[a-z][a-z0-9+.-]*:/i.test(data) ? checkMediaUrl(data, param) : checkBase64(data, param));
}

function inspectPart(part: Part, at: string, tally: MediaTally): void {
	switch (part.type) {
		case "image_url": {
			const image = part.image_url;
			const [url, param] = typeof image === "string" ? [image, "image_url"] : [image.url, "image_url.url"];
			tally.add("image", checkMediaUrl(url, `${at}.${param}`));
			break;
		}
		case "video_url":
			tally.add("file", checkMediaUrl(part.video_url.url, `${at}.video_url.url`));
			break;
		case "input_audio":
			tally.add("file", checkBase64(part.input_audio.data, `${at}.input_audio.data`));
			break;
		case "file":
			inspectFile(part.file, at, tally);
			break;
	}
}

/**
 * Looks at every medium of a conversation: counts it and holds its URL or data to the rules.
 *
 * @throws TurnpikeError `invalid_image`, `invalid_image_url`
 */
export function inspectParts(messages: readonly ChatMessage[]): MediaTally {
	const tally = new MediaTally();
	messages.forEach((message, index) => {
		const content = message.content;
		if (typeof content === "string" || content == null) return;
		content.forEach((part, at) => {
			if (part.type !== "text") inspectPart(part, `messages[${index}].content[${at}]`, tally);
		});
	});
	return tally;
}
