const LONGEST = 500;

/** What may not travel from a provider's message to a caller: where we call, whose account it is, and its key. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
	[/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>)]+/gi, "[url]"],
	[/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "[address]"],
	[/\b(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:internal|local|svc|cluster|lan|invalid))(?::\d+)?\b/gi, "[host]"],
	[/\bBearer\s+\S+/gi, "[key]"],
	[/\b(?:sk|pk|rk|gsk|xai|tgp|pplx|fw|csk|nvapi|key|tp_live)[-_][A-Za-z0-9*._-]{6,}/g, "[key]"],
	[/\b(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{28,}\b/g, "[key]"],
	[/\b(?:org|proj|project|acct|user)[-_][A-Za-z0-9]{8,}/g, "[account]"],
];

/**
 * A provider's own words, made fit to be shown: one line, at most 500 characters, without keys, account ids, URLs or
 * addresses. Whatever looks like a long random token is taken for a key.
 */
export function safeMessage(text: string): string {
	let message = text;
	for (const [pattern, replacement] of SECRETS) message = message.replace(pattern, replacement);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	message = message.replace(/[\u0000-\u001f\u007f\s]+/g, " ").trim();
	return message.length > LONGEST ? `${message.slice(0, LONGEST - 1)}…` : message;
}
