import * as z from "zod";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Operation, RequestBody } from "../operation.ts";

const email = z.email();
const password = z.string().min(10).max(128);
const done = { name: "Done", schema: z.looseObject({ status: z.boolean() }) };
const ERRORS = ["rate_limit_exceeded", "request_too_large", ...OF_THE_BOOK] as const;

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

/** The main ones of better-auth's routes; their errors are `{"message","code"}`. */
const route = (path: string, id: string, summary: string, description: string, body: RequestBody): Operation => ({
	...{ method: "post", from: "host", path: `/api/auth${path}`, id, tag: "Account", summary, description },
	...{ who: "anybody", body, errors: ERRORS },
	answers: [{ description: "Done; the same for every address.", schema: done }],
});

export const AUTH: readonly Operation[] = [
	{
		...route("/sign-up/email", "signUp", "Sign up", "A mail with a link to confirm the address follows.", SIGN_UP),
		answers: [
			{
				description: "The same whether or not the address has an account.",
				schema: {
					name: "SignedUp",
					schema: z.looseObject({ token: z.null(), user: z.looseObject({ id: z.string() }) }),
				},
			},
		],
	},
	{
		...route("/sign-in/email", "signIn", "Sign in", "The answer sets the session's cookies.", SIGN_IN),
		answers: [
			{
				description: "Signed in.",
				schema: { name: "SignedIn", schema: z.looseObject({ user: z.looseObject({ id: z.string() }) }) },
			},
		],
	},
	{
		...route("/sign-out", "signOut", "Sign out", "The session ends.", {
			...{ name: "Nothing", schema: z.object({}), example: {} },
		}),
		who: "member",
		answers: [
			{ description: "Signed out.", schema: { name: "SignedOut", schema: z.object({ success: z.boolean() }) } },
		],
	},
	route("/send-verification-email", "sendConfirmation", "Mail the link once more", "To confirm an address.", ADDRESS),
	route("/request-password-reset", "requestReset", "Ask for another password", "A mail follows.", ADDRESS),
	route("/reset-password", "resetPassword", "Set another password", "Every session is signed out.", RESET),
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
		answers: [{ description: "Confirmed.", schema: done }],
		errors: ERRORS,
	},
];
