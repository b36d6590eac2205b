import type { JsonAnswer } from "./client.ts";
import type { JsonObject } from "./json-object.ts";

export interface BrowserRequest {
	readonly method?: string;
	readonly body?: unknown;
	/** The page the request comes from; ours by default, null for none that says so. */
	readonly origin?: string | null;
	readonly headers?: Readonly<Record<string, string>>;
}

/** As much of a browser as sessions need: it keeps cookies, and says from which page a change comes. */
export class Browser {
	readonly baseUrl: string;
	readonly cookies = new Map<string, string>();

	constructor(baseUrl: string) {
		this.baseUrl = baseUrl;
	}

	/** Another one with the same cookies, as a thief of them would have. */
	copy(): Browser {
		const copy = new Browser(this.baseUrl);
		for (const [name, value] of this.cookies) copy.cookies.set(name, value);
		return copy;
	}

	get cookieHeader(): string {
		return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
	}

	async send(path: string, { method = "GET", body, origin, headers }: BrowserRequest = {}): Promise<JsonAnswer> {
		const from = origin === undefined ? this.baseUrl : origin;
		const response = await fetch(this.baseUrl + path, {
			method,
			redirect: "manual",
			headers: {
				...(this.cookies.size > 0 && { cookie: this.cookieHeader }),
				...(method !== "GET" && from !== null && { origin: from }),
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
		});
		for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
		const text = await response.text();
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: text.startsWith("{") ? JSON.parse(text) : {},
		};
	}

	get(path: string): Promise<JsonAnswer> {
		return this.send(path);
	}

	post(path: string, body: unknown = {}, more: BrowserRequest = {}): Promise<JsonAnswer> {
		return this.send(path, { method: "POST", body, ...more });
	}

	#keep(cookie: string): void {
		const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
		const at = pair.indexOf("=");
		const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
		if (attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.cookies.delete(name);
		else this.cookies.set(name, value);
	}
}

export const PASSWORD = "correct horse battery";

/** Somebody with an account, signed in. */
export interface Person {
	readonly browser: Browser;
	readonly email: string;
	readonly userId: string;
	readonly memberId: string;
	readonly organisationId: string;
}

let people = 0;

/** An address nobody else has. */
export function newAddress(name: string): string {
	return `${name.toLowerCase()}.${++people}.${Math.random().toString(36).slice(2, 8)}@example.com`;
}

/** Signs somebody up, confirms their address from the outbox, and leaves them signed in. */
export async function signUp(baseUrl: string, name: string, email = newAddress(name)): Promise<Person> {
	const browser = new Browser(baseUrl);
	const answer = await browser.post("/api/auth/sign-up/email", { name, email, password: PASSWORD });
	if (answer.status !== 200) throw new Error(`the sign-up was refused: ${answer.text}`);
	const token = await tokenMailedTo(baseUrl, email, "verify-email");
	const confirmed = await browser.get(`/api/auth/verify-email?token=${token}`);
	if (confirmed.status !== 200) throw new Error(`the address was not confirmed: ${confirmed.text}`);
	return personIn(browser, email);
}

export async function personIn(browser: Browser, email: string): Promise<Person> {
	const { status, body, text } = await browser.get("/v1/session");
	if (status !== 200) throw new Error(`nobody is signed in: ${text}`);
	const { data } = body;
	return {
		browser,
		email,
		userId: String(data?.user?.id),
		memberId: String(data?.member_id),
		organisationId: String(data?.organization?.id),
	};
}

/** What the link in the newest mail to an address holds. @param page the page it leads to. */
export async function tokenMailedTo(baseUrl: string, email: string, page: string): Promise<string> {
	for (const text of await mailsTo(baseUrl, email)) {
		const token = new RegExp(`/${page}\\?token=([\\w.-]+)`).exec(text)?.[1];
		if (token !== undefined) return token;
	}
	throw new Error(`no mail to ${email} leads to /${page}`);
}

/** The texts of the mails to an address, the newest first. */
export async function mailsTo(baseUrl: string, email: string): Promise<string[]> {
	const response = await fetch(`${baseUrl}/api/outbox?to=${encodeURIComponent(email)}`);
	const { data } = (await response.json()) as JsonObject;
	return Object.values(data ?? {}).map((mail) => String(mail?.text));
}

/** Makes somebody a member of another's organisation, by invitation, and has them act there. */
export async function join(owner: Person, name: string, role: string): Promise<Person> {
	const guest = await signUp(owner.browser.baseUrl, name);
	const invited = await owner.browser.post("/v1/organization/invitations", { email: guest.email, role });
	if (invited.status !== 201) throw new Error(`the invitation was refused: ${invited.text}`);
	const token = await tokenMailedTo(owner.browser.baseUrl, guest.email, "invitation");
	const accepted = await guest.browser.post("/v1/invitations/accept", { token });
	if (accepted.status !== 200) throw new Error(`the invitation was not accepted: ${accepted.text}`);
	return personIn(guest.browser, guest.email);
}
