import { TurnpikeError } from "@turnpike/wire";
import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";

const PATH = "/api/auth";
const JWKS_SECONDS = 300;

/** What a runtime tells of the connection a request came by. */
export interface Connections {
	/** The address at its other end. */
	addressOf?(request: Request): string | undefined;
}

/** Signing up, in and out, and the keys by which others check what we signed. */
export function authRoutes({ auth, sessions, signingKeys }: ApiDependencies) {
	return {
		/** better-auth's own routes. */
		async any(c: Context) {
			if (!auth) throw new TurnpikeError("not_found", `There is nothing at ${c.req.path}.`);
			const connections = c.env as Connections | undefined;
			return auth(c.req.raw, c.req.path.slice(PATH.length), connections?.addressOf?.(c.req.raw));
		},

		/** A five-minute token of the session a browser has, to be sent as a bearer's. */
		async token(c: Context) {
			const token = await sessions?.issue(c.req.raw);
			if (token === undefined) throw new TurnpikeError("missing_api_key", "Nobody is signed in here.");
			return c.json({ token }, 200, { "cache-control": "no-store" });
		},

		async jwks(c: Context) {
			if (!signingKeys) throw new TurnpikeError("not_found", `There is nothing at ${c.req.path}.`);
			return c.json(await signingKeys.jwks(), 200, { "cache-control": `public, max-age=${JWKS_SECONDS}` });
		},
	};
}
