import { ID_PREFIXES, type IdKind, type IdMaker } from "@turnpike/accounts";
import type { Config } from "@turnpike/config";
import { AUTH_TABLES, authDatabase } from "@turnpike/db";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import type { BetterAuthOptions } from "./better-auth-options.ts";
import { allowedOrigins } from "./check-origin.ts";
import { CLIENT_ADDRESS_HEADER } from "./client-address.ts";
import { cookieNames } from "./cookies.ts";
import { noteActs } from "./note-acts.ts";
import { oneRefusal } from "./one-refusal.ts";
import { ownAct, peopleOptions, signingUpAgain } from "./people-options.ts";
import { sameBrowser } from "./same-browser.ts";
import { SESSION_SECONDS } from "./sessions.ts";
import { signUpAgain } from "./sign-up-again.ts";

export const AUTH_PATH = "/api/auth";

/** What an id of better-auth's tables begins with. */
const ID_KINDS: Readonly<Record<string, IdKind>> = {
	user: "user",
	session: "session",
	account: "identity",
	verification: "verification",
};

/** Routes of better-auth that nobody here needs: each would be one more way to something. */
const DISABLED_PATHS = [
	"/account-info",
	"/get-access-token",
	"/refresh-token",
	"/update-session",
	"/link-social",
	"/unlink-account",
	"/verify-password",
];

/** better-auth as Turnpike has it: people, their ways in, and their sessions. Organisations are ours. */
export function makeBetterAuth(options: BetterAuthOptions) {
	const { transactions, secret, publicUrl, ids, log } = options;
	const { prefix, secure } = cookieNames(publicUrl);
	const browser = sameBrowser();
	return betterAuth({
		appName: "Turnpike",
		baseURL: publicUrl,
		basePath: AUTH_PATH,
		secret,
		trustedOrigins: (request) => (request ? allowedOrigins(request, publicUrl) : []),
		database: drizzleAdapter(authDatabase(transactions), { provider: "pg", schema: AUTH_TABLES, transaction: true }),
		...peopleOptions(options, browser.note),
		plugins: [
			signUpAgain(signingUpAgain(options)),
			browser.plugin,
			oneRefusal(),
			noteActs((user, act) => ownAct(options, user, act)),
		],
		session: {
			expiresIn: SESSION_SECONDS,
			freshAge: 0,
			additionalFields: { activeOrganisationId: { type: "string", required: false, input: false } },
		},
		account: { encryptOAuthTokens: true },
		verification: { storeIdentifier: "hashed" },
		socialProviders: socialProvidersOf(options.oauth),
		disabledPaths: DISABLED_PATHS,
		advanced: {
			cookiePrefix: prefix,
			// The prefix says it already, more strictly than better-auth's own would.
			useSecureCookies: false,
			defaultCookieAttributes: { secure, httpOnly: true, sameSite: "lax", path: "/" },
			disableCSRFCheck: false,
			disableOriginCheck: false,
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
			database: { generateId: ({ model }) => newId(ids, model) },
		},
		// Ours count by address and by mailbox, and are shared by all processes.
		rateLimit: { enabled: false },
		onAPIError: { errorURL: `${publicUrl}/sign-in` },
		telemetry: { enabled: false },
		logger: { level: "error", log: (_level, message) => log.error("better-auth", { message }) },
	});
}

function newId(ids: IdMaker, model: string): string {
	const kind = ID_KINDS[model];
	if (kind === undefined)
		throw new Error(`better-auth makes ${model}, which has no id here: ${Object.keys(ID_PREFIXES)}`);
	return ids.id(kind);
}

function socialProvidersOf({ github, google }: Config["oauth"]) {
	// Whose address a provider has not confirmed confirms it here, as everybody does, before they get in.
	const requireEmailVerification = true;
	return {
		...(github && { github: { ...github, requireEmailVerification } }),
		...(google && { google: { ...google, requireEmailVerification } }),
	};
}
