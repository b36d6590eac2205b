import type { Operation } from "../../../api/reference.ts";
import { addressOf, type Draft, headersOf } from "./draft.ts";

/** An answer as far as it has come. */
export interface Reply {
	readonly status: number;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly text: string;
	readonly isJson: boolean;
	/** Milliseconds since it was asked for. */
	readonly tookMs: number;
	readonly ended: boolean;
	/** There is more than is shown. */
	readonly cut: boolean;
}

const MOST_SHOWN = 200_000;

/**
 * Makes the call as any client would, and tells what comes as it comes.
 *
 * @param key sent as a bearer; "" asks as who is signed in.
 * @throws when no answer comes, or its body breaks off.
 */
export async function sendDraft(
	operation: Operation,
	draft: Draft,
	key: string,
	signal: AbortSignal,
	onReply: (reply: Reply) => void,
): Promise<void> {
	const began = performance.now();
	const response = await fetch(addressOf(operation, draft), {
		method: operation.method.toUpperCase(),
		credentials: key === "" ? "same-origin" : "omit",
		headers: { ...headersOf(operation, draft), ...(key !== "" && { authorization: `Bearer ${key}` }) },
		...(draft.body !== undefined && { body: draft.body }),
		signal,
	});
	const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
	const head = { status: response.status, headers: shownHeaders(response.headers), isJson };
	let text = "";
	const tell = (ended: boolean) => {
		const cut = text.length > MOST_SHOWN;
		onReply({ ...head, text: text.slice(0, MOST_SHOWN), cut, ended, tookMs: performance.now() - began });
	};
	tell(false);
	for await (const piece of textOf(response)) {
		text += piece;
		// Of JSON a part says nothing yet.
		if (!isJson) tell(false);
	}
	tell(true);
}

/** Names that say something about a call. */
const TELLING = /^(?:x-|request-id$|retry-after$|server-timing$|content-type$|etag$|content-disposition$|allow$)/;

function shownHeaders(headers: Headers): readonly (readonly [string, string])[] {
	return [...headers].filter(([name]) => TELLING.test(name));
}

async function* textOf(response: Response): AsyncGenerator<string> {
	const reader = response.body?.getReader();
	const decoder = new TextDecoder();
	for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
		yield decoder.decode(next.value, { stream: true });
	}
	yield decoder.decode();
}
