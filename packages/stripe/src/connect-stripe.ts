import Stripe from "stripe";

export interface StripeSettings {
	readonly secretKey: string;
	/** Where the API is; undefined: Stripe's own. */
	readonly apiBase: string | undefined;
	readonly timeoutMs?: number;
}

/** Nobody waits longer for an answer. */
const TIMEOUT_MS = 20_000;

/** A client of one Stripe account over fetch, so that it is the same on a server and on the edge. It repeats nothing by itself. */
export function connectStripe({ secretKey, apiBase, timeoutMs = TIMEOUT_MS }: StripeSettings): Stripe {
	return new Stripe(secretKey, {
		httpClient: Stripe.createFetchHttpClient(),
		maxNetworkRetries: 0,
		timeout: timeoutMs,
		telemetry: false,
		appInfo: { name: "Turnpike" },
		...(apiBase !== undefined && addressOf(apiBase)),
	});
}

function addressOf(apiBase: string) {
	const { hostname, port, protocol } = new URL(apiBase);
	const plain = protocol === "http:";
	return {
		host: hostname,
		port: port || (plain ? "80" : "443"),
		protocol: plain ? ("http" as const) : ("https" as const),
	};
}
