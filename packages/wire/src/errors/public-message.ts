import type { TurnpikeError } from "./turnpike-error.ts";

/** The message a caller sees: an internal error says only that it is one, and the id under which we find it. */
export function publicMessage(error: TurnpikeError, requestId: string): string {
	if (error.code !== "internal_error") return error.message;
	return requestId === "" ? "internal error" : `internal error (request id ${requestId})`;
}

/** The details a caller sees: none of an internal error's. */
export function publicMetadata(error: TurnpikeError): Readonly<Record<string, unknown>> | undefined {
	return error.code === "internal_error" ? undefined : error.metadata;
}
