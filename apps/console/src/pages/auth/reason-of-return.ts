/** Why somebody came back from another way in without getting in. @param code what the way back says, or anybody's link. */
export function reasonOfReturn(code: string): string {
	switch (code) {
		case "email_not_verified":
			return "Your address is not confirmed there. We mailed you a link: open it, and then sign in again.";
		case "account_not_linked":
			return "This address has an account that is not confirmed yet. Open the link in our mail, or set a password anew.";
		case "access_denied":
			return "You were not signed in, as you did not agree to it there.";
		default:
			return "You could not be signed in that way. Try again, or use your password.";
	}
}
