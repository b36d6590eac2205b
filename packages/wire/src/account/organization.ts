import * as z from "zod";
import { instantText } from "./fields.ts";
import { givenName, roleName } from "./names.ts";
import { wholeNumber } from "./query-fields.ts";

const emailAddress = z
	.email()
	.max(254)
	.transform((address) => address.toLowerCase());

/** The body of `POST /organizations` and of `PATCH /organization`. */
export const organizationRequest = z.strictObject({ name: givenName });

export const organizationObject = z.object({
	id: z.string(),
	name: z.string(),
	email: z.string().nullable(),
	suspended: z.boolean(),
	created_at: instantText,
});

export const memberObject = z.object({
	id: z.string(),
	user_id: z.string(),
	name: z.string(),
	email: z.string(),
	role: roleName,
	created_at: instantText,
});

/** The body of `PATCH /organization/members/{id}`. */
export const changeMemberRequest = z.strictObject({ role: roleName });

/** The body of `POST /organization/invitations`. */
export const invitationRequest = z.strictObject({ email: emailAddress, role: roleName });

export const invitationObject = z.object({
	id: z.string(),
	email: z.string(),
	role: roleName,
	created_at: instantText,
	expires_at: instantText,
});

/** An invitation as its reader sees it. */
export const receivedInvitation = z.object({
	organization: z.object({ id: z.string(), name: z.string() }),
	role: roleName,
	email: z.string(),
	expires_at: instantText,
});

/** The body of `POST /invitations/look`, `/invitations/accept` and `/invitations/decline`: what the mailed link holds. */
export const invitationToken = z.strictObject({ token: z.string().max(200) });

/** The query of `GET /organization/audit-log`. */
export const auditLogQuery = z.object({
	limit: wholeNumber(1, 200).optional(),
	cursor: z
		.string()
		.regex(/^\d{1,18}$/)
		.optional(),
});

export const actObject = z.object({
	id: z.string(),
	at: instantText,
	actor: z.string().meta({ examples: ["user:usr_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	action: z.string().meta({ examples: ["key.create"] }),
	target: z.string(),
	detail: z.record(z.string(), z.unknown()),
});

export const organizationAnswer = z.object({ data: organizationObject });
export const memberAnswer = z.object({ data: memberObject });
export const memberListAnswer = z.object({ data: z.array(memberObject) });
export const invitationAnswer = z.object({ data: invitationObject });
export const invitationListAnswer = z.object({ data: z.array(invitationObject) });
export const receivedInvitationAnswer = z.object({ data: receivedInvitation });
export const settledInvitationAnswer = z.object({ data: z.object({ state: z.enum(["accepted", "declined"]) }) });
export const auditLogAnswer = z.object({ data: z.array(actObject), next_cursor: z.string().nullable() });

export type MemberObject = z.infer<typeof memberObject>;
export type InvitationObject = z.infer<typeof invitationObject>;
export type ReceivedInvitation = z.infer<typeof receivedInvitation>;
export type ActObject = z.infer<typeof actObject>;
export type AuditLogAnswer = z.infer<typeof auditLogAnswer>;
