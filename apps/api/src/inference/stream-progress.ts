import type { FrameReading } from "@turnpike/providers";
import type { Usage } from "@turnpike/wire";

/** For holds a token is taken to have at least this many characters, so that they are extended early, not late. */
const FEWEST_CHARACTERS_PER_TOKEN = 3;

/** What a stream has said so far, counted beside it. */
export class StreamProgress {
	contentLength = 0;
	contentFrames = 0;
	/** The latest count of the whole; final once the stream is complete. */
	usage: Usage | undefined;
	promptUsage: Usage | undefined;
	finishReason = "";
	upstreamId = "";
	/** The upstream's own terminator came. */
	ended = false;

	/** @param frames how many were read together. */
	take(reading: FrameReading, frames = 1): void {
		if (reading.contentLength > 0) {
			this.contentLength += reading.contentLength;
			this.contentFrames += frames;
		}
		if (reading.usage) this.usage = reading.usage;
		if (reading.promptUsage) this.promptUsage = reading.promptUsage;
		if (reading.finishReason) this.finishReason = reading.finishReason;
		if (reading.upstreamId) this.upstreamId = reading.upstreamId;
		if (reading.end) this.ended = true;
	}

	/** The upstream said all it had to say, with or without its terminator. */
	get complete(): boolean {
		return this.ended || this.finishReason !== "";
	}

	/** Output tokens with so much more text, rather too many than too few; for extending the hold in time. */
	tokensAtMost(more: number): number {
		return Math.max(this.contentFrames, Math.ceil((this.contentLength + more) / FEWEST_CHARACTERS_PER_TOKEN));
	}
}
