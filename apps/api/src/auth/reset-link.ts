import type { makeBetterAuth } from "./make-better-auth.ts";

const TOKEN_BYTES = 24;

/**
 * Makes a link by which a user sets a password without a mail, for an operator to hand over.
 *
 * @param seconds how long it is good for; it is good once.
 */
export async function makeResetLink(
	auth: ReturnType<typeof makeBetterAuth>,
	publicUrl: string,
	userId: string,
	seconds: number,
): Promise<string> {
	const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
	const token = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
	const { internalAdapter } = await auth.$context;
	// As better-auth's own route stores it.
	await internalAdapter.createVerificationValue({
		value: userId,
		identifier: `reset-password:${token}`,
		expiresAt: new Date(Date.now() + seconds * 1_000),
	});
	return `${publicUrl}/reset-password?token=${token}`;
}
