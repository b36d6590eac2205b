import { type AnswerIdentity, type Bill, type Format, type NativeStream, passEach } from "@turnpike/wire";
import type { Provider } from "../dependencies.ts";

/**
 * Turns the upstream's frames into the caller's: untouched where both speak the same format, through canonical events
 * where they do not. What says that the answer is complete is held until `finish`.
 */
export function makeRelay(format: Format, identity: AnswerIdentity, provider: Provider, native: boolean): NativeStream {
	if (native) return format.native(identity);
	const decoder = provider.dialect.decoder();
	const encoder = format.encoder(identity);
	const pass = (frame: string) => {
		let text = "";
		for (const event of decoder.decode(frame)) {
			if (event.type !== "usage" && event.type !== "end" && event.type !== "error") text += encoder.encode(event);
		}
		return text;
	};
	return {
		pass,
		passPlain: (frames) => passEach({ pass }, frames),
		finish: (bill: Bill) => encoder.finish(bill),
		fail: (error) => encoder.fail(error),
		cut(bill) {
			const finish = encoder.encode({ type: "finish", choice: 0, reason: "length", nativeReason: undefined });
			return finish + encoder.finish(bill);
		},
	};
}
