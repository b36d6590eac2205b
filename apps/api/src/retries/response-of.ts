import type { ApiDependencies } from "../dependencies.ts";
import type { Delivery } from "./delivery.ts";

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

/** What an answer says that was made for an earlier request: whose this one is, and that nothing was charged for it. */
export function replayHeaders(
	headers: Readonly<Record<string, string>>,
	requestId: string,
): Readonly<Record<string, string>> {
	return { ...headers, "x-request-id": requestId, "request-id": requestId, "x-turnpike-replay": "true" };
}
