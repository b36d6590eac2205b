/** A message of ours to somebody's webhook. */
export interface WebhookMessage {
	/** The same on every attempt. */
	readonly id: string;
	/** Unix seconds of this attempt. */
	readonly timestamp: number;
	readonly body: string;
}

const PREFIX = "whsec_";
export const SECRET_BYTES = 32;

/** Writes random bytes as a secret, the way Standard Webhooks' libraries read it: `whsec_` and base64. */
export function makeWebhookSecret(random: Uint8Array): string {
	return PREFIX + toBase64(random);
}

/**
 * The headers that say who a message is from (Standard Webhooks, "Signature scheme", symmetric). While a secret takes
 * another's place the message is signed under both.
 *
 * @throws RangeError when a secret is none of ours.
 */
export async function signWebhook(
	{ id, timestamp, body }: WebhookMessage,
	secrets: readonly string[],
): Promise<Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>>> {
	const content = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
	const signatures = await Promise.all(secrets.map(async (secret) => `v1,${await hmac(secret, content)}`));
	return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}

async function hmac(secret: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
	if (!secret.startsWith(PREFIX)) throw new RangeError("a webhook's secret begins with whsec_");
	const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (character) => character.charCodeAt(0));
	const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	return toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, content)));
}

function toBase64(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes));
}
