/** What stands in place of a value that may not be logged. */
export const REDACTED = "[redacted]";

/** Names, without case, dashes and underscores, whose values are credentials or what people said to a model. */
const PRIVATE_NAMES: ReadonlySet<string> = new Set([
	"authorization",
	"proxyauthorization",
	"key",
	"apikey",
	"xapikey",
	"xgoogapikey",
	"cookie",
	"setcookie",
	"token",
	"password",
	"secret",
	"pepper",
	"prompt",
	"messages",
	"content",
	"input",
	"output",
	"text",
	"system",
	"arguments",
	"completion",
	"body",
	"rawbody",
	"requestbody",
	"responsebody",
]);

const PRIVATE_ENDINGS = ["apikey", "secret", "secretkey", "password", "token", "pepper", "authorization"] as const;

/** Credentials by their look, wherever they stand in a text. */
const CREDENTIALS =
	/\b(?:(?:tp_live|tp_mgmt|sk_live|sk_test|rk_live|rk_test|whsec|gsk|hf|r8|fw|ghp)_|sk-|xai-|pplx-|csk-|nvapi-|AIza|eyJ)[A-Za-z0-9_.-]{8,}/g;
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
/** The password of a URL: `postgres://user:password@host`. */
const URL_PASSWORD = /(\w+:\/\/[^\s:/@]*:)[^\s@]+@/g;

/** Whether a field's value is private whatever it is. Counts (`input_tokens`, `max_tokens`) are not. */
export function isPrivateName(name: string): boolean {
	const bare = name.toLowerCase().replace(/[-_]/g, "");
	return PRIVATE_NAMES.has(bare) || PRIVATE_ENDINGS.some((ending) => bare.endsWith(ending));
}

/** A text without the credentials in it. */
export function redactText(text: string): string {
	return text.replace(URL_PASSWORD, `$1${REDACTED}@`).replace(BEARER, `$1 ${REDACTED}`).replace(CREDENTIALS, REDACTED);
}
