import type { ApiDependencies } from "../dependencies.ts";
import type { WholeAnswer } from "./recent-answers.ts";

/** A streamed answer that any number may read from its beginning. */
export interface SharedStream {
	/** @param leave says that this reader has gone. */
	read(leave: () => void): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** An answer on its way, in a form that can be given to several. */
export type Delivery =
	| ({ readonly kind: "complete" } & WholeAnswer)
	| { readonly kind: "stream"; readonly headers: Readonly<Record<string, string>>; readonly stream: SharedStream };

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
