import { ROLES, type Role } from "@turnpike/accounts";
import { errors, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { bytesToHex } from "../bytes-to-hex.ts";
import type { SigningKeys } from "../signing/signing-keys.ts";

/** Who a session's token speaks for, as it was when the token was made. */
export interface SessionClaims {
	readonly sessionId: string;
	readonly userId: string;
	readonly email: string;
	readonly name: string;
	readonly membership: { readonly memberId: string; readonly organisationId: string; readonly role: Role } | undefined;
}

/** Changes of roles and revoked sessions reach reads within this time. */
export const TOKEN_SECONDS = 300;

const claimsSchema = z.object({
	sub: z.string(),
	sid: z.string(),
	email: z.string(),
	name: z.string(),
	org: z.string().optional(),
	mem: z.string().optional(),
	role: z.enum(ROLES).optional(),
	/** Binds a token in a cookie to the session beside it. */
	sth: z.string(),
});

export interface MintOptions {
	readonly keys: SigningKeys;
	/** Issuer and audience. */
	readonly publicUrl: string;
	/** Unix milliseconds. */
	readonly nowMs: number;
}

/** Makes a five-minute token (JWS, EdDSA; RFC 7519) for a session. @param sessionToken what the session's cookie holds. */
export async function mintToken(claims: SessionClaims, sessionToken: string, options: MintOptions): Promise<string> {
	const { keys, publicUrl, nowMs } = options;
	const { kid, algorithm, key } = await keys.signer("session");
	const { sessionId: sid, email, name, membership } = claims;
	const member = membership && {
		org: membership.organisationId,
		mem: membership.memberId,
		role: membership.role,
	};
	const issuedAt = Math.floor(nowMs / 1_000);
	return new SignJWT({ sid, email, name, ...member, sth: await fingerprint(sessionToken) })
		.setProtectedHeader({ alg: algorithm, kid, typ: "JWT" })
		.setSubject(claims.userId)
		.setIssuer(publicUrl)
		.setAudience(publicUrl)
		.setIssuedAt(issuedAt)
		.setExpirationTime(issuedAt + TOKEN_SECONDS)
		.sign(key);
}

export interface VerifiedToken extends SessionClaims {
	/** `fingerprint` of the session's token. */
	readonly fingerprint: string;
}

/**
 * Checks a token without asking the database.
 *
 * @returns undefined when it is not ours, not for this, expired, or changed. @throws when no key can be had at all.
 */
export async function verifyToken(token: string, options: MintOptions): Promise<VerifiedToken | undefined> {
	const { keys, publicUrl, nowMs } = options;
	try {
		const { payload } = await jwtVerify(
			token,
			async ({ kid }) => {
				const key = await keys.verifier("session", kid);
				if (!key) throw new errors.JWKSNoMatchingKey();
				return key;
			},
			{
				algorithms: ["EdDSA"],
				issuer: publicUrl,
				audience: publicUrl,
				typ: "JWT",
				requiredClaims: ["exp", "iat", "sub"],
				maxTokenAge: TOKEN_SECONDS,
				currentDate: new Date(nowMs),
			},
		);
		return readClaims(claimsSchema.parse(payload));
	} catch (error) {
		if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
		throw error;
	}
}

function readClaims({ sub, sid, email, name, org, mem, role, sth }: z.infer<typeof claimsSchema>): VerifiedToken {
	const membership = org && mem && role ? { organisationId: org, memberId: mem, role } : undefined;
	return { userId: sub, sessionId: sid, email, name, membership, fingerprint: sth };
}

/** Names a session's token without giving it away. */
export async function fingerprint(sessionToken: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sessionToken));
	return bytesToHex(new Uint8Array(digest, 0, 16));
}
