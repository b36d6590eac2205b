import { isPublicV4, isPublicV6 } from "./public-address.ts";

const PRIVATE_SUFFIXES = [
	"localhost",
	"local",
	"internal",
	"intranet",
	"lan",
	"home",
	"corp",
	"home.arpa",
	"in-addr.arpa",
];
const DOTTED = /^\d+\.\d+\.\d+\.\d+$/;
/** What the URL parser forgives and other readers of the same text may take otherwise. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be found
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function isPublicName(host: string): boolean {
	const name = host.replace(/\.$/, "");
	if (!name.includes(".")) return false;
	return !PRIVATE_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

/**
 * What is wrong with a URL that a server of ours or a provider's is asked to fetch, undefined when nothing is: the one
 * SSRF guard for everything a caller may name. It reads the host as the URL standard does, so an IPv4 address in
 * decimal, octal or hexadecimal is met in its dotted form. No name is resolved here: whoever fetches must hold the
 * resolved address, and that of every redirect, to `isPublicV4` and `isPublicV6`.
 */
export function publicUrlProblem(text: string): string | undefined {
	if (AMBIGUOUS.test(text)) return "must not contain white space, control characters or backslashes";
	const url = parseUrl(text);
	if (url === undefined) return "is not a valid URL";
	if (url.protocol !== "https:" && url.protocol !== "http:") return "must start with https:// or http://";
	const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1];
	if (authority === undefined) return "must start with https:// or http://";
	if (authority.includes("@")) return "must not carry a user name or password";
	const host = url.hostname;
	if (host.startsWith("[")) return isPublicV6(host.slice(1, -1)) ? undefined : "names an address that is not public";
	if (DOTTED.test(host)) return isPublicV4(host) ? undefined : "names an address that is not public";
	return isPublicName(host) ? undefined : "names a host that is not public";
}

export function isPublicUrl(text: string): boolean {
	return publicUrlProblem(text) === undefined;
}
