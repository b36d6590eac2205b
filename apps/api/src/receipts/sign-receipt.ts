import type { ReceiptClaims } from "@turnpike/wire/account";
import { CompactSign } from "jose";
import type { SigningKeys } from "../signing/signing-keys.ts";

/** The JWS header's `typ`: nothing that is read as another kind of token. */
export const RECEIPT_TYPE = "receipt+jwt";

/**
 * Signs a receipt (JWS compact serialization, RFC 7515; EdDSA with Ed25519, RFC 8037). The same claims under the same key
 * are the same text.
 *
 * @throws when no key can be had.
 */
export async function signReceipt(claims: ReceiptClaims, keys: Pick<SigningKeys, "signer">): Promise<string> {
	const { kid, algorithm, key } = await keys.signer("receipt");
	return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
		.setProtectedHeader({ alg: algorithm, kid, typ: RECEIPT_TYPE })
		.sign(key);
}
