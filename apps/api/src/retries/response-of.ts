import type { ApiDependencies } from "../dependencies.ts";
import type { Delivery } from "./delivery.ts";
import type { WholeAnswer } from "./whole-answer.ts";

/** The status nginx made customary for a client that closed the connection. */
const CLIENT_CLOSED_REQUEST = 499;

/** The answer for one of those who wait for it. @param leave says that they wait no longer. */
export function responseOf(
	deps: Pick<ApiDependencies, "toBody">,
	delivery: Delivery,
	leave: () => void,
	headers = delivery.headers,
): Response {
	if (delivery.kind === "stream") return new Response(deps.toBody(delivery.stream.read(leave)), { headers });
	leave();
	return new Response(delivery.text, { headers });
}

/** What an earlier answer says of itself, for another request: how it was made, not how long that took. */
const ITS_OWN = [
	"content-type",
	"cache-control",
	"x-accel-buffering",
	"x-generation-id",
	"x-turnpike-provider",
	"x-turnpike-model",
	"x-turnpike-attempts",
	"x-turnpike-max-tokens",
	"x-turnpike-sandbox",
];

/** The headers of an answer that was made for an earlier request: whose this one is, and that nothing more was charged. */
export function replayHeaders(
	headers: Readonly<Record<string, string>>,
	requestId: string,
): Readonly<Record<string, string>> {
	const own = ITS_OWN.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
	const ours = { "x-request-id": requestId, "request-id": requestId, "x-turnpike-replay": "true" };
	return { ...Object.fromEntries(own), ...ours };
}

/** An answer that was given before, given again. */
export function replayOf({ headers, text }: WholeAnswer, requestId: string): Response {
	return new Response(text, { headers: replayHeaders(headers, requestId) });
}

/** What nobody is there to read. */
export function nobodyReads(): Response {
	return new Response(null, { status: CLIENT_CLOSED_REQUEST });
}
