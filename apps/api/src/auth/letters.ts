import { type WrittenLetter, writeLetter } from "@turnpike/mail";

/** What people are written about their accounts. Links lead to pages of the console. */
export const letters = {
	confirmAddress(url: string): WrittenLetter {
		return writeLetter({
			subject: "Confirm your e-mail address",
			paragraphs: ["Welcome to Turnpike. Confirm that this address is yours, and your account is ready."],
			action: { label: "Confirm my address", url },
			footnote:
				"The link is good for a day. If you did not sign up, do not open it: without it nobody gets in with your address.",
		});
	},

	/** To somebody who has an account and, it seems, does not remember. */
	alreadySignedUp(signInUrl: string): WrittenLetter {
		return writeLetter({
			subject: "You already have a Turnpike account",
			paragraphs: [
				"Somebody, probably you, wanted to sign up at Turnpike with this address. It has an account already: sign in with it.",
				"If you forgot your password, you can set another one there.",
			],
			action: { label: "Sign in", url: signInUrl },
			footnote: "If it was not you, there is nothing to do: nothing was changed.",
		});
	},

	/** To somebody whose address was signed up before it was theirs, or by themselves with another password. */
	choosePassword(url: string): WrittenLetter {
		return writeLetter({
			subject: "Choose your password",
			paragraphs: [
				"Somebody, probably you, signed up at Turnpike with this address more than once, and with different passwords.",
				"None of them counts. Choose one now, and your account is ready.",
			],
			action: { label: "Choose my password", url },
			footnote: "The link is good for a day, and once. If you did not sign up, there is nothing to do: nobody gets in.",
		});
	},

	resetPassword(url: string): WrittenLetter {
		return writeLetter({
			subject: "Set another password",
			paragraphs: ["Somebody, probably you, asked to set another password for your Turnpike account."],
			action: { label: "Set another password", url },
			footnote: "The link is good for an hour, and once. If you did not ask for it, there is nothing to do.",
		});
	},

	passwordChanged(forgotUrl: string): WrittenLetter {
		return writeLetter({
			subject: "Your password was changed",
			paragraphs: [
				"The password of your Turnpike account was changed a moment ago.",
				"If that was not you, set another one now, and see which keys and members your organisation has.",
			],
			action: { label: "Set another password", url: forgotUrl },
		});
	},

	invitation(inviter: string, organisation: string, role: string, url: string): WrittenLetter {
		return writeLetter({
			subject: `${inviter} invites you to ${organisation} on Turnpike`,
			paragraphs: [
				`${inviter} invites you to the organisation ${organisation} on Turnpike, as ${role}.`,
				"Accept with an account of this very address; if you have none yet, sign up with it first.",
			],
			action: { label: "See the invitation", url },
			footnote: "The link is good for seven days. If you do not know who this is, there is nothing to do.",
		});
	},
};
