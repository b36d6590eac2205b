import { TurnpikeError } from "@turnpike/wire";

const MOST_TAGS = 10;
/** No comma, which parts them, and nothing that could not stand in a header, a log or a CSV as it is. */
const TAG = /^[\w.:/@+= -]{1,64}$/;
const NONE: readonly string[] = [];

/**
 * `x-turnpike-tags`: names that the caller gives its calls, to report and budget by; comma-separated, each counted once.
 *
 * @throws TurnpikeError `invalid_header` for more or longer ones, or letters beyond ASCII.
 */
export function readTags(header: string | null): readonly string[] {
	if (header === null) return NONE;
	const tags = new Set(header.split(",").map((tag) => tag.trim()));
	tags.delete("");
	for (const tag of tags) if (!TAG.test(tag)) throw wrong(`not ${JSON.stringify(tag.slice(0, 80))}`);
	if (tags.size > MOST_TAGS) throw wrong(`not ${tags.size} of them`);
	return [...tags];
}

function wrong(given: string): TurnpikeError {
	return new TurnpikeError(
		"invalid_header",
		`x-turnpike-tags must be at most ${MOST_TAGS} tags with commas between them, each of 1 to 64 letters, digits, spaces or _ . : / @ + = -; ${given}.`,
		{ param: "x-turnpike-tags" },
	);
}
