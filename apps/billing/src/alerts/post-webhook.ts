import { type ClientRequest, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isOwnHost } from "@turnpike/alerts";
import { publicUrlProblem } from "@turnpike/wire";
import { publicLookup } from "./public-lookup.ts";

/** What came of posting to a webhook: the status it answered, or why there is none. */
export type Posted = { readonly status: number } | { readonly trouble: string };

export interface WebhookPost {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** `host` or `host:port` of an operator's own that may be on a private network. */
	readonly privateHosts: readonly string[];
}

/** From the first byte sent to the status. */
const PATIENCE_MS = 10_000;

/** Posts to a webhook. Redirects are not followed, and what it answers is not read. Never rejects. */
export function postWebhook({ url, headers, body, privateHosts }: WebhookPost): Promise<Posted> {
	const target = new URL(url);
	const own = isOwnHost(target, privateHosts);
	const problem = own ? undefined : publicUrlProblem(url);
	if (problem !== undefined) return Promise.resolve({ trouble: `the URL ${problem}` });
	return new Promise((resolve) => {
		const options: RequestOptions = {
			method: "POST",
			headers: {
				"content-type": "application/json",
				"content-length": String(Buffer.byteLength(body)),
				"user-agent": "Turnpike-Webhooks/1",
				connection: "close",
				...headers,
			},
			agent: false,
			...(own ? {} : { lookup: publicLookup }),
		};
		const request = target.protocol === "https:" ? requestHttps(target, options) : requestHttp(target, options);
		const end = endingOf(request, resolve);
		const timer = setTimeout(() => end({ trouble: `no answer within ${PATIENCE_MS / 1_000} s` }), PATIENCE_MS);
		request.on("close", () => {
			clearTimeout(timer);
			// Also after a word that is neither an answer nor an error, such as that it changes to another protocol.
			end({ trouble: "it closed the connection without an answer" });
		});
		request.on("error", (error) => end({ trouble: error.message }));
		request.on("response", (response) => {
			// Whatever else it says is nobody's concern, and may be endless.
			response.on("error", () => {});
			end({ status: response.statusCode ?? 0 });
		});
		request.end(body);
	});
}

/** The first word counts; then the connection is let go of. */
function endingOf(request: ClientRequest, resolve: (posted: Posted) => void): (posted: Posted) => void {
	return (posted) => {
		resolve(posted);
		request.destroy();
	};
}
