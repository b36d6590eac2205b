import { bytesToHex } from "../bytes-to-hex.ts";

const TOKEN_BYTES = 24;

/** As much of better-auth's own store as this needs. */
interface Verifications {
	createVerificationValue(value: {
		readonly value: string;
		readonly identifier: string;
		readonly expiresAt: Date;
	}): Promise<unknown>;
}

/** Makes a token by which a user sets a password, as better-auth's own route does. It is good once, for so many seconds. */
export async function makeResetToken(store: Verifications, userId: string, seconds: number): Promise<string> {
	const token = bytesToHex(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
	await store.createVerificationValue({
		value: userId,
		identifier: `reset-password:${token}`,
		expiresAt: new Date(Date.now() + seconds * 1_000),
	});
	return token;
}
