import * as z from "zod";

const MOST_NAME_LETTERS = 200;

/** A name people give to things: one line, not empty. */
export const givenName = z
	.string()
	.trim()
	.min(1)
	.max(MOST_NAME_LETTERS)
	.regex(/^\P{Cc}*$/u, { error: "one line" });

export const roleName = z.enum(["owner", "admin", "developer", "billing", "viewer"]).meta({
	description:
		"`owner` and `admin` run the organisation (only owners make owners), `developer` makes keys of their own, `billing` buys credit, `viewer` looks on.",
});

export const permissionName = z.string().meta({ description: "Such as `keys:read`.", examples: ["keys:write"] });
