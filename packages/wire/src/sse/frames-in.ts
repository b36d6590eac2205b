const NEWLINE = 0x0a;

/** The index at which a frame begins: behind surplus blank lines. */
export function frameStart(text: string, from: number): number {
	let at = from;
	while (text.charCodeAt(at) === NEWLINE) at++;
	return at;
}

/** The index of the blank line that ends the frame at `start`. One character is searched for: that is many times as fast. */
export function frameEnd(text: string, start: number): number {
	for (let at = text.indexOf("\n", start); at >= 0; at = text.indexOf("\n", at + 1)) {
		if (text.charCodeAt(at + 1) === NEWLINE) return at;
	}
	return text.length;
}

/** The frames of a text of whole frames, without their blank lines. */
export function framesIn(text: string): string[] {
	const frames: string[] = [];
	for (let start = frameStart(text, 0); start < text.length; ) {
		const end = frameEnd(text, start);
		frames.push(text.slice(start, end));
		start = frameStart(text, end);
	}
	return frames;
}
