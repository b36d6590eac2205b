import type { Context } from "hono";
import type { ApiDependencies } from "../dependencies.ts";

/** Has a browser forget its token with this answer: what the token says of its bearer has just changed. */
export function forgetToken({ sessions }: ApiDependencies, c: Context): void {
	if (sessions) c.header("set-cookie", sessions.forgettingCookie(), { append: true });
}
