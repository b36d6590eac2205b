import { TurnpikeError } from "@turnpike/wire";

export interface ReturnUrls {
	readonly successUrl: (purchaseId: string) => string;
	readonly cancelUrl: string;
}

/**
 * Where a browser goes after a checkout: to the console's credits, or to another page of this server. Nowhere else: a
 * checkout must not become a way to lead people off.
 *
 * @param publicUrl without a trailing slash.
 * @throws TurnpikeError `invalid_value`.
 */
export function returnUrls(
	publicUrl: string,
	asked: { readonly successUrl: string | undefined; readonly cancelUrl: string | undefined },
): ReturnUrls {
	const success = asked.successUrl && ours("success_url", asked.successUrl, publicUrl);
	const cancel = asked.cancelUrl && ours("cancel_url", asked.cancelUrl, publicUrl);
	return {
		successUrl: (purchaseId) => success || `${publicUrl}/credits?purchase=${purchaseId}`,
		cancelUrl: cancel || `${publicUrl}/credits`,
	};
}

function ours(param: string, url: string, publicUrl: string): string {
	const parsed = new URL(url);
	if (parsed.origin === new URL(publicUrl).origin && parsed.username === "" && parsed.password === "")
		return parsed.href;
	throw new TurnpikeError("invalid_value", `\`${param}\` must be an address under ${publicUrl}.`, { param });
}
