import type { NewMail } from "@turnpike/db";
import { letters } from "./letters.ts";

/** Somebody a mail goes to. */
interface Recipient {
	readonly id: string;
	readonly email: string;
}

/** Puts a mail into the outbox. */
export type Post = (mail: NewMail) => Promise<unknown>;

/** The mails that go with signing up, signing in and passwords. Each tells one thing, once. */
export function authMails(post: Post, publicUrl: () => string, newId: () => string) {
	const page = (path: string, parameters: Readonly<Record<string, string>> = {}) => {
		const query = new URLSearchParams(parameters).toString();
		return `${publicUrl()}${path}${query === "" ? "" : `?${query}`}`;
	};
	return {
		async confirmAddress(user: Recipient, token: string, next: string | undefined): Promise<void> {
			const url = page("/verify-email", { token, ...(next !== undefined && { next }) });
			await post({ dedupeKey: `confirm:${newId()}`, to: user.email, ...letters.confirmAddress(url) });
		},

		async alreadySignedUp(user: Recipient): Promise<void> {
			const letter = letters.alreadySignedUp(page("/sign-in"));
			await post({ dedupeKey: `already:${newId()}`, to: user.email, ...letter });
		},

		async choosePassword(user: Recipient, token: string): Promise<void> {
			const letter = letters.choosePassword(page("/reset-password", { token }));
			await post({ dedupeKey: `choose:${newId()}`, to: user.email, ...letter });
		},

		async resetPassword(user: Recipient, token: string): Promise<void> {
			const letter = letters.resetPassword(page("/reset-password", { token }));
			await post({ dedupeKey: `reset:${newId()}`, to: user.email, ...letter });
		},

		async passwordChanged(user: Recipient): Promise<void> {
			const letter = letters.passwordChanged(page("/forgot-password"));
			await post({ dedupeKey: `password:${newId()}`, to: user.email, ...letter });
		},
	};
}

/** A page of ours that a link may lead on to: a path, never another site. */
export function ownPath(text: string | null | undefined): string | undefined {
	return text && /^\/(?![/\\])[\w\-./?=&%]*$/.test(text) && text !== "/" ? text : undefined;
}
