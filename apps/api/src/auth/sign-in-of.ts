import type { Config } from "@turnpike/config";
import {
	addSigningKey,
	type Database,
	extendSession,
	findSessionById,
	findSessionByToken,
	listSigningKeys,
} from "@turnpike/db";
import type { Limits } from "@turnpike/limits";
import type { Vault } from "@turnpike/vault";
import type { Installation } from "../account/installation.ts";
import type { ApiDependencies } from "../dependencies.ts";
import type { Deadlines } from "../inference/deadlines.ts";
import type { Host } from "../make-host.ts";
import { type SigningKeyCache, SigningKeys } from "../signing/signing-keys.ts";
import { makeAuthHandler } from "./auth-handler.ts";
import { Sessions } from "./sessions.ts";

export interface SignInOptions {
	readonly config: Pick<Config, "production" | "smtp" | "oauth" | "trustedProxyHops" | "platformFee">;
	readonly host: Pick<Host, "now" | "monotonic" | "ids">;
	readonly sql: Database;
	readonly limits: Limits;
	readonly deadlines: Deadlines;
	readonly vault: Vault;
	readonly signingKeyCache: SigningKeyCache;
	/** What cookies of sessions are signed with. */
	readonly authSecret: string;
	/** How the outside reaches this server, without a trailing slash; asked when a request is answered. */
	readonly publicUrl: () => string;
	/** Whether purchases are pretended. */
	readonly sandboxPayments: boolean;
	/** Answers a request under `/api/auth`; undefined: another part of the installation does. */
	readonly answerAuth: ((request: Request) => Promise<Response>) | undefined;
}

type SignIn = Pick<ApiDependencies, "sessions" | "auth" | "signingKeys" | "installation">;

/** What has to do with people who sign in. */
export function signInOf(options: SignInOptions): SignIn {
	const { config, host, sql, publicUrl, authSecret, answerAuth } = options;
	const signingKeys = new SigningKeys({
		store: { list: () => listSigningKeys(sql), add: (key, after) => addSigningKey(sql, key, after) },
		vault: options.vault,
		cache: options.signingKeyCache,
		now: host.now,
		newId: () => host.ids.id("signing_key"),
	});
	const sessions = new Sessions({
		store: {
			findByToken: (token) => findSessionByToken(sql, token),
			findById: (id) => findSessionById(sql, id),
			extend: (id, seconds) => extendSession(sql, id, seconds),
		},
		keys: signingKeys,
		secret: authSecret,
		publicUrl,
		now: host.now,
	});
	const auth =
		answerAuth &&
		makeAuthHandler({
			answer: answerAuth,
			limits: options.limits,
			deadlines: options.deadlines,
			publicUrl,
			trustedProxyHops: config.trustedProxyHops,
			newId: () => host.ids.uuid(),
			monotonic: host.monotonic,
		});
	return { sessions, auth, signingKeys, installation: installationOf(options) };
}

function installationOf({ config, publicUrl, sandboxPayments }: SignInOptions): Installation {
	const { production, smtp, oauth, platformFee } = config;
	return {
		production,
		sandbox: { providers: !production, payments: sandboxPayments, mail: !production && smtp === undefined },
		signInWith: [
			"email",
			...(oauth.github ? (["github"] as const) : []),
			...(oauth.google ? (["google"] as const) : []),
		],
		platformFee,
		publicUrl,
	};
}
