import type { StoredSession } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";
import type { SigningKeys } from "../signing/signing-keys.ts";
import { checkOrigin } from "./check-origin.ts";
import { type CookieNames, cookieNames, readCookie, writeCookie } from "./cookies.ts";
import { fingerprint, mintToken, type SessionClaims, TOKEN_SECONDS, verifyToken } from "./session-token.ts";
import { readSigned } from "./signed-cookie.ts";

/** Where sessions are stored. Every method rejects when the store cannot be reached. */
export interface SessionStore {
	findByToken(token: string): Promise<StoredSession | undefined>;
	findById(id: string): Promise<StoredSession | undefined>;
	/** Moves the session's end on, at most once a day; whether it did. */
	extend(id: string, seconds: number): Promise<boolean>;
}

export interface SessionsOptions {
	readonly store: SessionStore;
	readonly keys: SigningKeys;
	/** What cookies are signed with. */
	readonly secret: string;
	/** How the outside reaches this server. */
	readonly publicUrl: () => string;
	/** Unix milliseconds. */
	readonly now: () => number;
}

/** A read takes a five-minute token's word; a change asks the stored session. */
export type Need = "read" | "change";

/** A session that nobody uses ends after this. */
export const SESSION_SECONDS = 7 * 86_400;

/** Finds out which signed-in user a request is from. */
export class Sessions {
	readonly #options: SessionsOptions;
	/** Cookies that the answers to these requests are to set. */
	readonly #cookies = new WeakMap<Request, string[]>();

	constructor(options: SessionsOptions) {
		this.#options = options;
	}

	/**
	 * The session a request comes with, in cookies or as a bearer's token; undefined when it comes with none.
	 *
	 * @throws TurnpikeError 401 when what it comes with is not good, 403 for a change that another site's page asks for.
	 */
	async find(request: Request, need: Need): Promise<SessionClaims | undefined> {
		const bearer = bearerToken(request.headers);
		if (bearer !== undefined) return this.#byBearer(bearer, need);
		const names = cookieNames(this.#options.publicUrl());
		const cookie = readCookie(request.headers, names.session);
		if (cookie === undefined || cookie === "") return undefined;
		if (need === "change") checkOrigin(request, this.#options.publicUrl());
		const token = await readSigned(cookie, this.#options.secret);
		if (token === undefined) throw signedOut();
		return need === "read" ? this.#read(request, names, cookie, token) : this.#stored(token);
	}

	/** `Set-Cookie` headers for the answer to a request that was asked about before. */
	cookiesFor(request: Request): readonly string[] {
		return this.#cookies.get(request) ?? [];
	}

	/** A `Set-Cookie` that has a browser forget its token. */
	forgettingCookie(): string {
		const names = cookieNames(this.#options.publicUrl());
		return writeCookie(names, names.token, "", 0);
	}

	/** Makes a token for the session of a request's cookies, to be used as a bearer's. */
	async issue(request: Request): Promise<string | undefined> {
		const names = cookieNames(this.#options.publicUrl());
		const cookie = readCookie(request.headers, names.session);
		const token = cookie && (await readSigned(cookie, this.#options.secret));
		const session = token && (await this.#options.store.findByToken(token));
		return session ? this.#mint(claimsOf(session), token) : undefined;
	}

	async #byBearer(token: string, need: Need): Promise<SessionClaims> {
		const claims = await verifyToken(token, this.#mintOptions());
		if (!claims) throw signedOut();
		if (need === "read") return claims;
		const session = await this.#options.store.findById(claims.sessionId);
		if (!session || session.userId !== claims.userId) throw signedOut();
		return claimsOf(session);
	}

	async #read(request: Request, names: CookieNames, cookie: string, token: string): Promise<SessionClaims> {
		const kept = readCookie(request.headers, names.token);
		const claims = kept === undefined ? undefined : await verifyToken(kept, this.#mintOptions());
		if (claims && claims.fingerprint === (await fingerprint(token))) return claims;
		const session = await this.#stored(token);
		const cookies = [writeCookie(names, names.token, await this.#mint(session, token), TOKEN_SECONDS)];
		const lasting = readCookie(request.headers, names.dontRemember) === undefined;
		if (lasting && (await this.#options.store.extend(session.sessionId, SESSION_SECONDS))) {
			cookies.push(writeCookie(names, names.session, cookie, SESSION_SECONDS));
		}
		this.#cookies.set(request, cookies);
		return session;
	}

	async #stored(token: string): Promise<SessionClaims> {
		const session = await this.#options.store.findByToken(token);
		if (!session) throw signedOut();
		return claimsOf(session);
	}

	#mint(claims: SessionClaims, sessionToken: string): Promise<string> {
		return mintToken(claims, sessionToken, this.#mintOptions());
	}

	#mintOptions() {
		const { keys, publicUrl, now } = this.#options;
		return { keys, publicUrl: publicUrl(), nowMs: now() };
	}
}

function claimsOf({ id, userId, email, name, membership }: StoredSession): SessionClaims {
	return { sessionId: id, userId, email, name, membership };
}

/** A JWT begins with its header, `{"`, in base64url; no API key does. */
function bearerToken(headers: Headers): string | undefined {
	return /^bearer\s+(eyJ[\w-]*\.[\w.-]*)\s*$/i.exec(headers.get("authorization") ?? "")?.[1];
}

function signedOut(): TurnpikeError {
	return new TurnpikeError("invalid_api_key", "The session is not valid any more; sign in again.");
}
