import {
	auditLogAnswer,
	auditLogQuery,
	changeMemberRequest,
	deletedAnswer,
	installationAnswer,
	invitationAnswer,
	invitationListAnswer,
	invitationRequest,
	invitationToken,
	memberAnswer,
	memberListAnswer,
	organizationAnswer,
	organizationRequest,
	receivedInvitationAnswer,
	sessionAnswer,
	sessionQuery,
	settledInvitationAnswer,
	switchAnswer,
	switchRequest,
} from "@turnpike/wire/account";
import * as z from "zod";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Answer, Operation } from "../operation.ts";

const DELETED: Answer = { description: "It is gone.", schema: { name: "Deleted", schema: deletedAnswer } };
const ORGANIZATION: Answer = {
	description: "The organisation.",
	schema: { name: "Organization", schema: organizationAnswer },
};
const NAME = { name: "OrganizationRequest", schema: organizationRequest, example: { name: "Analytical Engines" } };
const LINK = { name: "InvitationToken", schema: invitationToken, example: { token: "5f0c…" } };
const MEMBER_ID = { id: "The member (`mem_…`)." };
const OF_ONE = ["not_found", ...OF_THE_BOOK] as const;

const SESSION: readonly Operation[] = [
	{
		method: "get",
		path: "/installation",
		id: "getInstallation",
		tag: "Server",
		summary: "What this installation is",
		description: "What of it is sandboxed, and how people sign in.",
		who: "anybody",
		answers: [{ description: "It.", schema: { name: "Installation", schema: installationAnswer } }],
	},
	{
		method: "get",
		path: "/session",
		id: "getSession",
		tag: "Account",
		summary: "Who asks",
		description: "Somebody who is signed in, or a management key: where they are, and what they may do there.",
		who: "manager",
		query: sessionQuery,
		answers: [
			{ description: "Who.", schema: { name: "Session", schema: sessionAnswer } },
			{ status: 204, description: "Nobody, where that is no error." },
		],
		errors: OF_THE_BOOK,
	},
	{
		method: "post",
		path: "/session/organization",
		id: "switchOrganization",
		tag: "Account",
		summary: "Act in another organisation",
		who: "member",
		body: { name: "SwitchRequest", schema: switchRequest, example: { organization_id: "org_0198…" } },
		answers: [{ description: "This session acts there.", schema: { name: "Switched", schema: switchAnswer } }],
		errors: OF_ONE,
	},
	{
		method: "get",
		path: "/api/auth/token",
		from: "host",
		id: "getSessionToken",
		tag: "Account",
		summary: "A token of the session",
		description:
			"Good for five minutes as `Authorization: Bearer`. Everything else under `/api/auth` (signing up, in and out, passwords, sessions) is better-auth's: see the guide.",
		who: "member",
		answers: [{ description: "The token.", schema: { name: "SessionToken", schema: z.object({ token: z.string() }) } }],
		errors: OF_THE_BOOK,
	},
];

const ORGANIZATIONS: readonly Operation[] = [
	{
		method: "get",
		path: "/organization",
		id: "getOrganization",
		tag: "Account",
		summary: "The organisation",
		who: "manager",
		answers: [ORGANIZATION],
		errors: OF_THE_BOOK,
	},
	{
		method: "patch",
		path: "/organization",
		id: "renameOrganization",
		tag: "Account",
		summary: "Rename the organisation",
		who: "member",
		body: NAME,
		answers: [ORGANIZATION],
		errors: OF_THE_BOOK,
	},
	{
		method: "post",
		path: "/organizations",
		id: "createOrganization",
		tag: "Account",
		summary: "Found another organisation",
		description: "With a balance and a project of its own. The session acts there from now on.",
		who: "member",
		body: NAME,
		answers: [{ ...ORGANIZATION, status: 201 }],
		errors: OF_THE_BOOK,
	},
	{
		method: "get",
		path: "/organization/audit-log",
		id: "listActs",
		tag: "Account",
		summary: "Who did what",
		who: "member",
		query: auditLogQuery,
		answers: [{ description: "The newest first.", schema: { name: "AuditLog", schema: auditLogAnswer } }],
		errors: OF_THE_BOOK,
	},
];

const MEMBERS: readonly Operation[] = [
	{
		method: "get",
		path: "/organization/members",
		id: "listMembers",
		tag: "Account",
		summary: "List members",
		who: "manager",
		answers: [{ description: "All of them.", schema: { name: "MemberList", schema: memberListAnswer } }],
		errors: OF_THE_BOOK,
	},
	{
		method: "patch",
		path: "/organization/members/{id}",
		id: "changeMember",
		tag: "Account",
		summary: "Give a member another role",
		description: "Only owners make or unmake owners, and the last one stays.",
		who: "member",
		parameters: MEMBER_ID,
		body: { name: "ChangeMemberRequest", schema: changeMemberRequest, example: { role: "developer" } },
		answers: [{ description: "The member.", schema: { name: "Member", schema: memberAnswer } }],
		errors: OF_ONE,
	},
	{
		method: "delete",
		path: "/organization/members/{id}",
		id: "removeMember",
		tag: "Account",
		summary: "Remove a member, or leave",
		description: "Their keys are switched off. The last owner stays.",
		who: "member",
		parameters: MEMBER_ID,
		answers: [DELETED],
		errors: ["invalid_value", ...OF_ONE],
	},
	{
		method: "get",
		path: "/organization/invitations",
		id: "listInvitations",
		tag: "Account",
		summary: "List invitations",
		who: "manager",
		answers: [
			{ description: "Those that can be accepted.", schema: { name: "InvitationList", schema: invitationListAnswer } },
		],
		errors: OF_THE_BOOK,
	},
	{
		method: "post",
		path: "/organization/invitations",
		id: "createInvitation",
		tag: "Account",
		summary: "Invite somebody",
		description: "A mail follows, good for seven days. Inviting the same address again replaces it.",
		who: "member",
		body: {
			name: "InvitationRequest",
			schema: invitationRequest,
			example: { email: "grace@example.com", role: "developer" },
		},
		answers: [
			{ status: 201, description: "The invitation.", schema: { name: "Invitation", schema: invitationAnswer } },
		],
		errors: ["rate_limit_exceeded", ...OF_THE_BOOK],
	},
	{
		method: "delete",
		path: "/organization/invitations/{id}",
		id: "cancelInvitation",
		tag: "Account",
		summary: "Cancel an invitation",
		who: "member",
		parameters: { id: "The invitation (`inv_…`)." },
		answers: [DELETED],
		errors: OF_ONE,
	},
];

const RECEIVED: readonly Operation[] = [
	{
		method: "post",
		path: "/invitations/look",
		id: "lookAtInvitation",
		tag: "Account",
		summary: "See an invitation",
		description: "For whoever is signed in with the address it was sent to.",
		who: "member",
		body: LINK,
		answers: [
			{ description: "The invitation.", schema: { name: "ReceivedInvitation", schema: receivedInvitationAnswer } },
		],
		errors: OF_ONE,
	},
	...(["accept", "decline"] as const).map(
		(verb): Operation => ({
			method: "post",
			path: `/invitations/${verb}`,
			id: `${verb}Invitation`,
			tag: "Account",
			summary: verb === "accept" ? "Accept an invitation" : "Decline an invitation",
			who: "member",
			body: LINK,
			answers: [
				{ description: "It is settled.", schema: { name: "SettledInvitation", schema: settledInvitationAnswer } },
			],
			errors: OF_ONE,
		}),
	),
];

export const PEOPLE: readonly Operation[] = [...SESSION, ...ORGANIZATIONS, ...MEMBERS, ...RECEIVED];
