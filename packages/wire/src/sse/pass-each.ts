import type { NativeStream } from "../format.ts";
import { framesIn } from "./frames-in.ts";

/** Passes frames that came together one by one: where each of them is rewritten, or may have to be held. */
export function passEach(stream: Pick<NativeStream, "pass">, frames: string): string {
	let text = "";
	for (const frame of framesIn(frames)) text += stream.pass(frame);
	return text;
}
