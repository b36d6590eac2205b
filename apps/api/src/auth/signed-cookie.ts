/**
 * Reads a cookie as better-auth signs it: `<value>.<base64 of HMAC-SHA-256>`, percent-encoded as a whole.
 *
 * @returns the value, or undefined when the signature is not ours.
 */
export async function readSigned(cookie: string, secret: string): Promise<string | undefined> {
	const text = decoded(cookie);
	const dot = text?.lastIndexOf(".") ?? -1;
	if (text === undefined || dot < 1) return undefined;
	const value = text.slice(0, dot);
	const signature = bytesOf(text.slice(dot + 1));
	if (!signature) return undefined;
	const good = await crypto.subtle.verify("HMAC", await keyOf(secret), signature, new TextEncoder().encode(value));
	return good ? value : undefined;
}

/** As better-auth signs, for what we set in its place. */
export async function writeSigned(value: string, secret: string): Promise<string> {
	const signature = await crypto.subtle.sign("HMAC", await keyOf(secret), new TextEncoder().encode(value));
	return encodeURIComponent(`${value}.${btoa(String.fromCharCode(...new Uint8Array(signature)))}`);
}

function keyOf(secret: string): Promise<CryptoKey> {
	const raw = new TextEncoder().encode(secret);
	return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
	if (!/^[A-Za-z0-9+/]{43}=$/.test(base64)) return undefined;
	return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
