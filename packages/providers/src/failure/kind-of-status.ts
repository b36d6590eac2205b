import type { UpstreamFailure } from "@turnpike/wire";

const KINDS: Readonly<Record<number, UpstreamFailure["kind"]>> = {
	401: "unauthorized",
	402: "unauthorized",
	403: "unauthorized",
	404: "not_found",
	408: "rate_limited",
	409: "rate_limited",
	429: "rate_limited",
	// Groq's flexible tier says 498 when it has no capacity.
	498: "unavailable",
};

/** What a status alone says of a failure. A status that is no failure at all was not the protocol. */
export function kindOfStatus(status: number): UpstreamFailure["kind"] {
	const kind = KINDS[status];
	if (kind !== undefined) return kind;
	if (status >= 500) return "unavailable";
	return status >= 400 ? "rejected" : "malformed";
}
