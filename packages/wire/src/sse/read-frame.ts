/** The values of a frame's lines with one field name, without the one space after the colon. */
function valuesOf(frame: string, field: string): string[] {
	const values: string[] = [];
	for (const line of frame.split("\n")) {
		if (line === field) values.push("");
		else if (line.startsWith(field) && line.charCodeAt(field.length) === 0x3a) {
			const from = field.length + (line.charCodeAt(field.length + 1) === 0x20 ? 2 : 1);
			values.push(line.slice(from));
		}
	}
	return values;
}

/** A frame's data, its lines joined by `\n`; undefined for a frame that has none (a comment, a bare event). */
export function dataOf(frame: string): string | undefined {
	if (frame.startsWith("data: ") && !frame.includes("\n")) return frame.slice(6);
	const values = valuesOf(frame, "data");
	return values.length === 0 ? undefined : values.join("\n");
}

/** A frame's event name, the last one if it has several; undefined where it has none. */
export function eventOf(frame: string): string | undefined {
	if (frame.startsWith("event: ")) {
		const end = frame.indexOf("\n");
		if (end > 0 && !frame.includes("\nevent", end)) return frame.slice(7, end);
	}
	return valuesOf(frame, "event").at(-1);
}

/** The same frame with other data: its event name and other fields stay, its data becomes one line. */
export function withData(frame: string, data: string): string {
	if (frame.startsWith("data: ") && !frame.includes("\n")) return `data: ${data}`;
	const kept = frame.split("\n").filter((line) => line !== "data" && !line.startsWith("data:"));
	return [...kept, `data: ${data}`].join("\n");
}
