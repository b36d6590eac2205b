/** The cookies of a signed-in browser, by how the server is reached. */
export interface CookieNames {
	/** better-auth's: the stored session's token and its signature. */
	readonly session: string;
	/** Present while the session ends with the browser. */
	readonly dontRemember: string;
	/** The five-minute token that reads are served by. */
	readonly token: string;
	/** What every cookie's name begins with. */
	readonly prefix: string;
	readonly secure: boolean;
}

/** Over https the browser itself sees to it that no subdomain, path or plain connection can set one (`__Host-`). */
export function cookieNames(publicUrl: string): CookieNames {
	const secure = publicUrl.startsWith("https:");
	const prefix = secure ? "__Host-turnpike" : "turnpike";
	return {
		session: `${prefix}.session_token`,
		dontRemember: `${prefix}.dont_remember`,
		token: `${prefix}.token`,
		prefix,
		secure,
	};
}

/** The value of a cookie as it was sent; undefined where there is none, or two of one name: one of them is not ours. */
export function readCookie(headers: Headers, name: string): string | undefined {
	const values = (headers.get("cookie") ?? "")
		.split(";")
		.map((pair) => pair.trim())
		.filter((pair) => pair.startsWith(`${name}=`))
		.map((pair) => pair.slice(name.length + 1));
	return values.length === 1 ? values[0] : undefined;
}

/** A `Set-Cookie` of ours. @param maxAgeSeconds undefined: until the browser closes; 0: forget it. */
export function writeCookie(
	{ secure }: Pick<CookieNames, "secure">,
	name: string,
	value: string,
	maxAgeSeconds: number | undefined,
): string {
	const parts = [`${name}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax"];
	if (secure) parts.push("Secure");
	if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
	return parts.join("; ");
}
