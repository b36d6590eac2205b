import { isOwnHost } from "@turnpike/alerts";
import { publicUrlProblem, TurnpikeError } from "@turnpike/wire";

export interface WebhookRules {
	readonly production: boolean;
	/** `host` or `host:port` of an operator's own that need not be public. */
	readonly webhookPrivateHosts: readonly string[];
}

/**
 * Holds a webhook's address to what may be posted to. What its name resolves to is looked at whenever something is posted.
 *
 * @throws TurnpikeError `invalid_value`
 */
export function checkWebhookUrl(text: string, { production, webhookPrivateHosts }: WebhookRules): void {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const own = url !== undefined && isOwnHost(url, webhookPrivateHosts);
	const problem = (own ? undefined : publicUrlProblem(text)) ?? insecure(production && !own, url);
	if (problem === undefined) return;
	const message = `'url' ${problem}; use a public https URL, such as https://hooks.example.com/turnpike.`;
	throw new TurnpikeError("invalid_value", message, { param: "url" });
}

function insecure(matters: boolean, url: URL | undefined): string | undefined {
	return matters && url?.protocol !== "https:" ? "must start with https://" : undefined;
}
