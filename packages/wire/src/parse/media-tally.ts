import type { MediaCount } from "../call.ts";
import type { MediaPlace } from "../url/check-media.ts";

const NONE: MediaCount = { inlineImages: 0, remote: 0, inlineFiles: 0 };

/** Counts a request's media as they are met. */
export class MediaTally {
	private count: { -readonly [K in keyof MediaCount]: number } | undefined;

	add(kind: "image" | "file", place: MediaPlace): void {
		this.count ??= { ...NONE };
		if (place === "remote") this.count.remote++;
		else if (kind === "image") this.count.inlineImages++;
		else this.count.inlineFiles++;
	}

	total(): MediaCount {
		return this.count ?? NONE;
	}
}
