import { TurnpikeError } from "../errors/turnpike-error.ts";
import { isBase64, splitDataUrl } from "./data-url.ts";
import { publicUrlProblem } from "./public-url.ts";

/** Where the bytes of a medium are: in the request, or at a URL someone has to fetch. */
export type MediaPlace = "inline" | "remote";

/** Holds bare base64 to what it says it is. @throws TurnpikeError `invalid_image` */
export function checkBase64(data: string, param: string): MediaPlace {
	if (isBase64(data)) return "inline";
	throw new TurnpikeError("invalid_image", `'${param}' must be valid, non-empty base64.`, { param });
}

/**
 * Holds a URL of an image, file or video to the rule: public http(s), or `data:` with valid base64.
 *
 * @throws TurnpikeError `invalid_image` for bad data, `invalid_image_url` for a URL that may not be fetched
 */
export function checkMediaUrl(url: string, param: string): MediaPlace {
	if (/^data:/i.test(url)) {
		const parts = splitDataUrl(url);
		if (parts !== undefined && isBase64(parts.data)) return "inline";
		const message = `'${param}' must be a data URL with valid base64, such as data:image/png;base64,iVBORw0….`;
		throw new TurnpikeError("invalid_image", message, { param });
	}
	const problem = publicUrlProblem(url);
	if (problem === undefined) return "remote";
	const message = `'${param}' ${problem}; use a public http(s) URL or a base64 data URL.`;
	throw new TurnpikeError("invalid_image_url", message, { param });
}
