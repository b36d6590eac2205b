import * as z from "zod";
import { count, usdText } from "./fields.ts";
import { permissionName, roleName } from "./names.ts";

/** An organisation somebody belongs to, and as what. */
const membership = z.object({ id: z.string(), name: z.string(), role: roleName });

const installation = {
	production: z.boolean(),
	sandbox: z.object({
		providers: z.boolean().meta({ description: "The sandbox provider answers, and costs pretended money." }),
		payments: z.boolean().meta({ description: "Purchases are pretended." }),
		mail: z.boolean().meta({ description: "Mails are not sent, and can be read at /api/outbox." }),
	}),
	sign_in_with: z.array(z.enum(["email", "github", "google"])),
	platform_fee: z.object({ basis_points: count, least_usd: usdText }).meta({
		description: "What comes on top of credit that is bought, in hundredths of a per cent of it, and at least.",
	}),
};

/** `GET /installation`: what a page has to know before anybody is signed in. */
export const installationAnswer = z.object({ data: z.object(installation) });

/** `GET /session`: who asks, and where. */
export const sessionAnswer = z.object({
	data: z.object({
		kind: z.enum(["user", "key"]).meta({ description: "Somebody who is signed in, or a management key." }),
		user: z.object({ id: z.string(), email: z.string(), name: z.string() }).nullable(),
		session_id: z.string().nullable(),
		organization: z
			.object({ id: z.string(), name: z.string(), suspended: z.boolean() })
			.nullable()
			.meta({ description: "The one everything else is about; null: the user belongs to none." }),
		member_id: z.string().nullable(),
		role: roleName.nullable(),
		permissions: z.array(permissionName),
		organizations: z.array(membership).meta({ description: "All the user belongs to; empty for a key." }),
		...installation,
	}),
});

/** The query of `GET /session`. */
export const sessionQuery = z.object({
	optional: z.enum(["true", "false"]).optional().meta({
		description: "Where nobody is signed in, answer 204 and no error; false by default.",
	}),
});

/** The body of `POST /session/organization`. */
export const switchRequest = z.strictObject({ organization_id: z.string() });

export const switchAnswer = z.object({ data: z.object({ organization_id: z.string() }) });

export type SessionAnswer = z.infer<typeof sessionAnswer>;
