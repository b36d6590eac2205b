import type { Limits } from "@turnpike/limits";
import { TurnpikeError } from "@turnpike/wire";
import { checkJsonHeaders, readBytes } from "../http/read-body.ts";
import { slowDown } from "../http/slow-down.ts";
import type { Deadlines } from "../inference/deadlines.ts";
import { CLIENT_ADDRESS_HEADER, callerAt, clientAddress } from "./client-address.ts";
import { cookieNames, writeCookie } from "./cookies.ts";
import { isSilent, rateRule } from "./rate-rules.ts";

export interface AuthHandlerOptions {
	/** Answers a request under `/api/auth`: better-auth, wherever it is. */
	readonly answer: (request: Request) => Promise<Response>;
	readonly limits: Limits;
	readonly deadlines: Deadlines;
	readonly publicUrl: () => string;
	readonly trustedProxyHops: number;
	readonly newId: () => string;
	/** Milliseconds that only go forward. */
	readonly monotonic: () => number;
}

/** Answers what is under `/api/auth`. @param peer the address at the other end of the connection. */
export type AuthHandler = (request: Request, path: string, peer: string | undefined) => Promise<Response>;

const MOST_BODY_BYTES = 64 * 1024;
const BODY_MS = 10_000;
/** An answer that must not tell by its time takes a multiple of this: the most work there is fits into one. */
const QUANTUM_MS = 500;

/** Puts in front of better-auth what is ours: bounds, rates, equal times, and the token's cookie. */
export function makeAuthHandler(options: AuthHandlerOptions): AuthHandler {
	return async (request, path, peer) => {
		const began = options.monotonic();
		const address = clientAddress(request.headers, peer, options.trustedProxyHops);
		const rule = rateRule(path);
		const count = (name: string, perMinute: number) =>
			slowDown(options.limits, { name: `auth ${path} ${name}`, perMinute, id: options.newId() });
		await count(`from ${callerAt(address)}`, rule.perAddress);
		const body = request.method === "GET" ? undefined : await readJsonBytes(request, options.deadlines);
		const mailbox = rule.perMailbox === undefined ? undefined : mailboxIn(body);
		if (rule.perMailbox !== undefined && mailbox !== undefined) {
			await count(`for ${mailbox}`, rule.perMailbox);
		}
		const answer = await options.answer(passedOn(request, body, address));
		if (isSilent(path, answer.ok)) await evenOut(options, began);
		if (isNoRoute(answer))
			throw new TurnpikeError("not_found", `There is nothing at ${request.method} /api/auth${path}.`);
		return withOurHeaders(answer, request, options.publicUrl());
	};
}

/** better-auth says nothing of a route it does not have; of what it has, it answers in JSON. */
function isNoRoute({ status, headers }: Response): boolean {
	return status === 404 && !(headers.get("content-type") ?? "").includes("json");
}

/** Nothing but JSON: a form is what other sites' pages can send. */
function readJsonBytes(request: Request, deadlines: Deadlines): Promise<Uint8Array<ArrayBuffer>> {
	checkJsonHeaders(request.headers);
	return readBytes(request, deadlines, BODY_MS, MOST_BODY_BYTES);
}

/** Whose mailbox a request is about; nothing where it does not say so in JSON, which better-auth refuses anyway. */
function mailboxIn(body: Uint8Array | undefined): string | undefined {
	try {
		const parsed: unknown = JSON.parse(new TextDecoder().decode(body));
		const email = typeof parsed === "object" && parsed !== null && "email" in parsed ? parsed.email : undefined;
		return typeof email === "string" ? email.trim().toLowerCase().slice(0, 320) : undefined;
	} catch {
		return undefined;
	}
}

/** The request as better-auth gets it: its body read, and the client's address said by us. */
function passedOn(request: Request, body: Uint8Array<ArrayBuffer> | undefined, address: string): Request {
	const headers = new Headers(request.headers);
	headers.set(CLIENT_ADDRESS_HEADER, address);
	// Nobody but us says how we are reached.
	for (const name of ["x-forwarded-host", "x-forwarded-proto", "x-forwarded-for"]) headers.delete(name);
	// Where better-auth leads is for the browser to follow, also when a worker of its own answers.
	const how: RequestInit = { method: request.method, headers, redirect: "manual" };
	return new Request(request.url, body && body.length > 0 ? { ...how, body } : how);
}

async function evenOut({ monotonic }: AuthHandlerOptions, began: number): Promise<void> {
	const left = QUANTUM_MS - ((monotonic() - began) % QUANTUM_MS);
	await new Promise((resolve) => setTimeout(resolve, left));
}

/** After anything that may change who is signed in, a token of before is forgotten; nothing here is to be kept. */
function withOurHeaders(answer: Response, request: Request, publicUrl: string): Response {
	const headers = new Headers(answer.headers);
	headers.set("cache-control", "no-store");
	const names = cookieNames(publicUrl);
	if (request.method !== "GET") headers.append("set-cookie", writeCookie(names, names.token, "", 0));
	return new Response(answer.body, { status: answer.status, headers });
}
