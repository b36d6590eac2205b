import { request } from "./request.ts";

/** Calls of `/api/auth`: signing up, in and out, passwords. Each rejects with an `ApiError` in words for people. */
const post = <Answer = unknown>(path: string, body: object = {}) =>
	request<Answer>(`/api/auth${path}`, { method: "POST", body });

interface Credentials {
	readonly email: string;
	readonly password: string;
}

/** @param next where the mailed link leads on to. */
export const signUp = (person: Credentials & { readonly name: string }, next: string) =>
	post("/sign-up/email", { ...person, callbackURL: next });

export const signIn = (credentials: Credentials) => post("/sign-in/email", credentials);

export const signOut = () => post("/sign-out");

/** @returns where the browser goes to sign in there. */
export const signInWith = async (provider: "github" | "google", next: string) =>
	(await post<{ readonly url: string }>("/sign-in/social", { provider, callbackURL: next })).url;

export const sendConfirmation = (email: string, next: string) =>
	post("/send-verification-email", { email, callbackURL: next });

/** Confirms the address that a mailed token is for. */
export const confirmAddress = (token: string) => request(`/api/auth/verify-email?${new URLSearchParams({ token })}`);

export const askForReset = (email: string) => post("/request-password-reset", { email });

export const resetPassword = (token: string, newPassword: string) => post("/reset-password", { token, newPassword });

/** Signs out everywhere else. */
export const changePassword = (currentPassword: string, newPassword: string) =>
	post("/change-password", { currentPassword, newPassword, revokeOtherSessions: true });

export const changeName = (name: string) => post("/update-user", { name });
