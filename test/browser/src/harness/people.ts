import { randomBytes } from "node:crypto";
import type { Visitor } from "./open-stage.ts";

export const PASSWORD = "a gate across the road";

export interface Person {
	readonly name: string;
	readonly email: string;
}

export function newPerson(name = "Ada Lovelace"): Person {
	return { name, email: `${name.split(" ")[0]?.toLowerCase()}.${randomBytes(4).toString("hex")}@example.com` };
}

interface Mail {
	readonly subject: string;
	readonly text: string;
}

/** Every mail to somebody, the newest first, out of the outbox that development has. */
export async function mailsTo({ context }: Visitor, email: string): Promise<readonly Mail[]> {
	const response = await context.request.get(`/api/outbox?to=${encodeURIComponent(email)}`);
	return ((await response.json()) as { data: readonly Mail[] }).data;
}

/** The newest of them. @throws when there is none. */
export async function mailTo(visitor: Visitor, email: string): Promise<Mail> {
	const [mail] = await mailsTo(visitor, email);
	if (!mail) throw new Error(`no mail came to ${email}`);
	return mail;
}

/** The first link in a mail, as a path on the server. */
export function linkIn({ text }: Mail): string {
	const link = /https?:\/\/\S+/.exec(text)?.[0];
	if (!link) throw new Error(`no link in: ${text}`);
	const { pathname, search } = new URL(link);
	return pathname + search;
}

/** Signs somebody up and in by the API, in the visitor's own browser; the walks do it by hand. */
export async function signUp(visitor: Visitor, person = newPerson()): Promise<Person> {
	const { request } = visitor.context;
	const { origin } = new URL(visitor.baseUrl);
	const answer = await request.post("/api/auth/sign-up/email", {
		headers: { origin },
		data: { ...person, password: PASSWORD, callbackURL: "/start" },
	});
	if (!answer.ok()) throw new Error(`nobody was signed up: ${await answer.text()}`);
	const link = new URL(linkIn(await mailTo(visitor, person.email)), origin);
	const confirmed = await request.get(`/api/auth/verify-email?token=${link.searchParams.get("token")}`);
	if (!confirmed.ok()) throw new Error(`the address was not confirmed: ${await confirmed.text()}`);
	return person;
}

/** Calls the API as whoever is signed in there. */
export async function callAs<Answer>(visitor: Visitor, method: string, path: string, data?: object): Promise<Answer> {
	const response = await visitor.context.request.fetch(path, {
		method,
		headers: { origin: new URL(visitor.baseUrl).origin },
		...(data && { data }),
	});
	if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
	return response.json();
}

/** Gives the organisation somebody is in credit, so that its keys can call. */
export async function giveCreditTo(visitor: Visitor, usd: string): Promise<void> {
	const { data } = await callAs<{ data: { organization: { id: string } } }>(visitor, "GET", "/v1/session");
	await visitor.deposit(data.organization.id, usd);
}
