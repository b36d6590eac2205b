import type { makeBetterAuth } from "./make-better-auth.ts";
import { makeResetToken } from "./reset-token.ts";

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
	const { internalAdapter } = await auth.$context;
	return `${publicUrl}/reset-password?token=${await makeResetToken(internalAdapter, userId, seconds)}`;
}
