import type { JsonObject } from "./json-object.ts";

/** Takes the text of an event stream apart, as strictly as the standard has it: frames end with a blank line. */
export function readFrames(text: string): { frames: string[]; chunks: JsonObject[] } {
	const frames = text.split("\n\n");
	const rest = frames.pop();
	if (rest !== "") throw new Error(`the stream ends within a frame: ${JSON.stringify(rest)}`);
	return { frames, chunks: frames.flatMap(chunkOf) };
}

function chunkOf(frame: string): JsonObject[] {
	const data = frame.split("\n").find((line) => line.startsWith("data: "));
	return data === undefined || data === "data: [DONE]" ? [] : [JSON.parse(data.slice("data: ".length))];
}

/** The text a chat stream's chunks add up to. */
export function contentOf(chunks: readonly JsonObject[]): string {
	return chunks.map((chunk) => String(chunk.choices?.[0]?.delta?.content ?? "")).join("");
}
