const MOST_LETTERS = 100;

/** A name travels in tokens and mails: short, on one line, and never nothing. */
export function tidyName(name: string, email: string): string {
	const tidy = name
		.replaceAll(/\p{Cc}+/gu, " ")
		.trim()
		.slice(0, MOST_LETTERS)
		.trim();
	return tidy || email.split("@")[0] || "Nameless";
}
