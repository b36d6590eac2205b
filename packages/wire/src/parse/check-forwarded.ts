import { TurnpikeError } from "../errors/turnpike-error.ts";

/** Refuses line ends in a value that may travel on as a header. @throws TurnpikeError `invalid_header` */
export function checkForwarded(value: string | null | undefined, param: string): void {
	if (value == null || !/[\r\n]/.test(value)) return;
	throw new TurnpikeError("invalid_header", `'${param}' must not contain CR or LF.`, { param });
}

/** Holds `metadata` to OpenAI's 16 pairs, none with a line end. */
export function checkMetadata(metadata: Readonly<Record<string, string>> | null | undefined): void {
	if (metadata == null) return;
	const entries = Object.entries(metadata);
	if (entries.length > 16) {
		throw new TurnpikeError("invalid_value", "'metadata' must have at most 16 pairs.", { param: "metadata" });
	}
	for (const [key, value] of entries) {
		checkForwarded(key, "metadata");
		checkForwarded(value, `metadata.${key}`);
	}
}
