import { createHash } from "node:crypto";

const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/** What a browser may do with the console's pages: run and load what the console itself serves, and nothing else. */
export function contentSecurityPolicy(html: string): string {
	const inline = Array.from(html.matchAll(INLINE_SCRIPT), ([, script = ""]) => `'sha256-${sha256(script)}'`);
	return [
		"default-src 'none'",
		["script-src 'self'", ...inline].join(" "),
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join("; ");
}

/**
 * The headers of every file of the built console, in the form of Cloudflare's `_headers` file: a path pattern, then its
 * headers; `!` takes one back. The API reads the same file, so both say the same.
 */
export function siteHeaders(html: string): string {
	return `${[
		"/*",
		`  Content-Security-Policy: ${contentSecurityPolicy(html)}`,
		"  Strict-Transport-Security: max-age=31536000",
		"  X-Content-Type-Options: nosniff",
		"  Referrer-Policy: strict-origin-when-cross-origin",
		"  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"  Cross-Origin-Opener-Policy: same-origin",
		"  Cross-Origin-Resource-Policy: same-origin",
		"  Cache-Control: no-cache",
		"/assets/*",
		"  ! Cache-Control",
		"  Cache-Control: public, max-age=31536000, immutable",
	].join("\n")}\n`;
}

function sha256(text: string): string {
	return createHash("sha256").update(text).digest("base64");
}
