import { Browser, join, newAddress, PASSWORD, signUp, tokenMailedTo } from "../../harness/index.ts";
import { type At, byOwner, type Call } from "./call.ts";
import { sessionOf } from "./world.ts";

/** Somebody new among the owner's members. */
const newMember = async ({ world }: At) =>
	`/organization/members/${(await join(world.owner, "Grace", "developer")).memberId}`;

const newInvitation = async ({ world, root }: At) => {
	const path = `${root}/organization/invitations`;
	const { body } = await world.owner.browser.post(path, { email: newAddress("Guest"), role: "developer" });
	return `/organization/invitations/${body.data?.id}`;
};

/** What somebody does with the link of an invitation they were mailed. */
const withLink =
	(verb: "look" | "accept" | "decline"): Call =>
	async ({ world, root }) => {
		const { browser } = world.owner;
		const guest = await signUp(browser.baseUrl, "Guest");
		await browser.post(`${root}/organization/invitations`, { email: guest.email, role: "developer" });
		const token = await tokenMailedTo(browser.baseUrl, guest.email, "invitation");
		return guest.browser.post(`${root}/invitations/${verb}`, { token });
	};

const AUTH_CALLS: Readonly<Record<string, Call>> = {
	signUp: ({ world }) => {
		const somebody = { name: "Ada Lovelace", email: newAddress("Ada"), password: PASSWORD };
		return new Browser(world.stack.baseUrl).post("/api/auth/sign-up/email", somebody);
	},
	signIn: ({ world }) => {
		const { email, browser } = world.owner;
		return new Browser(browser.baseUrl).post("/api/auth/sign-in/email", { email, password: PASSWORD });
	},
	signOut: async ({ world }) => (await sessionOf(world.owner)).post("/api/auth/sign-out"),
	sendConfirmation: async ({ world }) => {
		const [browser, email] = [new Browser(world.stack.baseUrl), newAddress("Dee")];
		await browser.post("/api/auth/sign-up/email", { name: "Dee", email, password: PASSWORD });
		return browser.post("/api/auth/send-verification-email", { email });
	},
	requestReset: byOwner("/api/auth/request-password-reset", ({ world }) => ({ email: world.owner.email })),
	resetPassword: async ({ world }) => {
		const { email, browser } = await signUp(world.stack.baseUrl, "Bea");
		await browser.post("/api/auth/request-password-reset", { email });
		const token = await tokenMailedTo(browser.baseUrl, email, "reset-password");
		return browser.post("/api/auth/reset-password", { token, newPassword: `${PASSWORD} staple` });
	},
	verifyEmail: async ({ world }) => {
		const browser = new Browser(world.stack.baseUrl);
		const email = newAddress("Cid");
		await browser.post("/api/auth/sign-up/email", { name: "Cid", email, password: PASSWORD });
		const token = await tokenMailedTo(browser.baseUrl, email, "verify-email");
		return browser.get(`/api/auth/verify-email?token=${token}`);
	},
	getSessionToken: byOwner("/api/auth/token"),
};

export const PEOPLE_CALLS: Readonly<Record<string, Call>> = {
	...AUTH_CALLS,
	getInstallation: byOwner("/installation"),
	getSession: byOwner("/session"),
	switchOrganization: byOwner("/session/organization", ({ world }) => ({
		organization_id: world.owner.organisationId,
	})),
	getOrganization: byOwner("/organization"),
	renameOrganization: byOwner("/organization"),
	createOrganization: async ({ world, root, operation }) =>
		(await sessionOf(world.owner)).post(`${root}/organizations`, operation.body?.example),
	listActs: byOwner("/organization/audit-log"),
	listMembers: byOwner("/organization/members"),
	changeMember: byOwner(newMember),
	removeMember: byOwner(newMember),
	listInvitations: byOwner(async (at) => {
		await newInvitation(at);
		return "/organization/invitations";
	}),
	createInvitation: byOwner("/organization/invitations", () => ({ email: newAddress("Guest"), role: "developer" })),
	cancelInvitation: byOwner(newInvitation),
	lookAtInvitation: withLink("look"),
	acceptInvitation: withLink("accept"),
	declineInvitation: withLink("decline"),
};
