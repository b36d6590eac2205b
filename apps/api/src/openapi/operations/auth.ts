import * as z from "zod";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Answer, Operation, RequestBody } from "../operation.ts";

const email = z.email();
const password = z.string().min(10).max(128);
const done = { name: "Done", schema: z.looseObject({ status: z.boolean() }) };
const ERRORS = ["rate_limit_exceeded", ...OF_THE_BOOK] as const;

const authError = { name: "AuthError", schema: z.object({ code: z.string(), message: z.string() }) };
/** What better-auth reads and checks, it also refuses in its own words. */
const REFUSED: readonly Answer[] = [
	{ status: 400, description: "Something in it is not as it must be.", schema: authError },
	{ status: 401, description: "`INVALID_EMAIL_OR_PASSWORD`, `INVALID_TOKEN`.", schema: authError },
	{ status: 403, description: "Another site's page asks.", schema: authError },
];

const SIGN_UP: RequestBody = {
	name: "SignUpRequest",
	schema: z.object({ name: z.string(), email, password, callbackURL: z.string().optional() }),
	example: { name: "Ada Lovelace", email: "ada@example.com", password: "correct horse battery" },
	members: { callbackURL: "A path that the mailed link leads on to." },
};
const SIGN_IN: RequestBody = {
	name: "SignInRequest",
	schema: z.object({ email, password: z.string(), rememberMe: z.boolean().optional() }),
	example: { email: "ada@example.com", password: "correct horse battery" },
	members: { rememberMe: "False: until the browser closes." },
};
const RESET: RequestBody = {
	name: "ResetPasswordRequest",
	schema: z.object({ token: z.string(), newPassword: password }),
	example: { token: "k3f…", newPassword: "battery staple correct" },
};
const ADDRESS: RequestBody = {
	name: "AddressRequest",
	schema: z.object({ email }),
	example: { email: "ada@example.com" },
};

const signedUp = z.looseObject({ token: z.null(), user: z.looseObject({ id: z.string() }) });
const signedIn = z.looseObject({ user: z.looseObject({ id: z.string() }) });
const UP = {
	description: "The same whether or not the address has an account.",
	schema: { name: "SignedUp", schema: signedUp },
};
const IN = { description: "Signed in.", schema: { name: "SignedIn", schema: signedIn } };
const OUT = { description: "Signed out.", schema: { name: "SignedOut", schema: z.object({ success: z.boolean() }) } };
const DONE = { description: "Done; the same for every address.", schema: done };
const NOTHING: RequestBody = { name: "Nothing", schema: z.object({}), example: {} };

/** One of better-auth's routes: the path below `/api/auth`, what it is, its body and its good answer. */
const route = (path: string, id: string, [summary, description]: [string, string], body: RequestBody, answer: Answer) =>
	({
		...{ method: "post", from: "host", path: `/api/auth${path}`, id, tag: "Account", summary, description },
		...{ who: "anybody", body, answers: [answer, ...REFUSED], errors: ERRORS },
	}) satisfies Operation;

/** The main ones; who is signed in has more of them. */
export const AUTH: readonly Operation[] = [
	route("/sign-up/email", "signUp", ["Sign up", "A mail with a link to confirm the address follows."], SIGN_UP, UP),
	route("/sign-in/email", "signIn", ["Sign in", "The answer sets the session's cookies."], SIGN_IN, IN),
	{ ...route("/sign-out", "signOut", ["Sign out", "The session ends."], NOTHING, OUT), who: "member" },
	route(
		"/send-verification-email",
		"sendConfirmation",
		["Mail the link once more", "To confirm an address."],
		ADDRESS,
		DONE,
	),
	route("/request-password-reset", "requestReset", ["Ask for another password", "A mail follows."], ADDRESS, DONE),
	route("/reset-password", "resetPassword", ["Set another password", "Every session is signed out."], RESET, DONE),
	{
		method: "get",
		path: "/api/auth/verify-email",
		from: "host",
		id: "verifyEmail",
		tag: "Account",
		summary: "Confirm an address",
		description: "Signs in, if it is the browser that signed up.",
		who: "anybody",
		query: z.object({ token: z.string().meta({ description: "What the mailed link holds." }) }),
		answers: [{ description: "Confirmed.", schema: done }, ...REFUSED],
		errors: ERRORS,
	},
];
