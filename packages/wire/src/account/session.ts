import * as z from "zod";
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

/** The body of `POST /session/organization`. */
export const switchRequest = z.strictObject({ organization_id: z.string() });

export const switchAnswer = z.object({ data: z.object({ organization_id: z.string() }) });

export type SessionAnswer = z.infer<typeof sessionAnswer>;
