import { ROLES } from "@turnpike/accounts";
import {
	hashPassword,
	LEAST_PASSWORD_LETTERS,
	MOST_PASSWORD_LETTERS,
	makeBetterAuth,
	makeResetLink,
} from "@turnpike/api";
import { createUser as create } from "@turnpike/db";
import { createLogger } from "@turnpike/telemetry";
import { authSecret } from "../../secrets.ts";
import { CommandFailed, WrongUse } from "../failures.ts";
import { organisationOf } from "../find-or-fail.ts";
import { ACTOR, type Operator } from "../operator.ts";
import { readChoice, readEmail, readName } from "../read-values.ts";
import { defineVerb, type Given } from "../verb.ts";

const LINK_SECONDS = 86_400;

const options = {
	email: { value: "EMAIL", help: "Their address; it counts as confirmed.", required: true },
	name: { value: "NAME", help: "What they are called.", required: true },
	password: { value: "PASSWORD", help: "Without it the verb prints a link, good for a day, to set one." },
	org: { value: "ID", help: "The organisation they belong to; without it, one of their own is made." },
	role: { value: "ROLE", help: `With --org, as what: ${ROLES.join(", ")} (developer).` },
} as const;

export const createUser = defineVerb({
	name: "create-user",
	summary: "Makes a user who can sign in.",
	more: "A password is better set by the link than typed where a shell keeps its history.",
	options,
	plan(given) {
		const email = readEmail(given, "email");
		if (email === undefined) throw new WrongUse("--email is required.");
		const name = readName(given, "name");
		const password = readPassword(given);
		const org = given.text("org");
		const role = readChoice(given, "role", ROLES);
		if (role !== undefined && org === undefined) {
			throw new WrongUse(
				"--role says as what somebody belongs to --org ID: give both. Of their own they are the owner.",
			);
		}
		return async (operator) => {
			if (org !== undefined) await organisationOf(operator, org);
			const { ids } = operator;
			const id = ids.id("user");
			const organisationId = org ?? ids.id("organisation");
			const own = { id: organisationId, projectId: ids.id("project"), accountId: ids.id("account"), name, email };
			const user = {
				...{ id, memberId: ids.id("member"), name, email },
				password:
					password === undefined ? undefined : { identityId: ids.id("identity"), hash: await hashPassword(password) },
				home: org === undefined ? own : { organisationId, role: role ?? "developer" },
			};
			if (!(await create(await operator.book(), user, ACTOR))) {
				throw new CommandFailed(`There is a user with the address ${email} already.`);
			}
			const link = password === undefined ? await linkFor(operator, id) : null;
			return {
				json: { user: { id, email, name }, org: { id: organisationId }, set_password_url: link },
				text: [
					`User ${id} (${email}) of organisation ${organisationId}.`,
					...(link ? [`Sets a password, once, within a day: ${link}`] : []),
				].join("\n"),
			};
		};
	},
});

function readPassword(given: Given<"password">): string | undefined {
	const password = given.text("password");
	if (password === undefined) return undefined;
	if (password.length < LEAST_PASSWORD_LETTERS || password.length > MOST_PASSWORD_LETTERS) {
		throw new WrongUse(`--password must have ${LEAST_PASSWORD_LETTERS} to ${MOST_PASSWORD_LETTERS} letters.`);
	}
	return password;
}

async function linkFor(operator: Operator, userId: string): Promise<string> {
	const config = operator.config();
	const sql = await operator.book();
	const auth = makeBetterAuth({
		sql,
		transactions: sql,
		secret: await authSecret(config),
		publicUrl: config.publicUrl,
		oauth: config.oauth,
		ids: operator.ids,
		log: createLogger({ level: "error", write: operator.note, now: operator.now, human: true }),
	});
	return makeResetLink(auth, config.publicUrl, userId, LINK_SECONDS);
}
