import type { Role } from "@turnpike/accounts";
import { insertOrganisation, type NewOrganisation } from "../accounts/organisation-store.ts";
import { recordAct } from "../accounts/record-act.ts";
import type { Database } from "../connect.ts";
import { insertMember } from "./insert-member.ts";

export interface NewUser {
	readonly id: string;
	readonly memberId: string;
	readonly name: string;
	/** In any case. */
	readonly email: string;
	/** The id of their way in and what is stored of their password; undefined: they set one by mail. */
	readonly password: { readonly identityId: string; readonly hash: string } | undefined;
	/** Where they belong: an organisation of their own, or one that is there, as what. */
	readonly home: NewOrganisation | { readonly organisationId: string; readonly role: Role };
}

/** Makes a user whose address counts as confirmed. @returns false when there is one with this address. */
export async function createUser(sql: Database, user: NewUser, actor: string): Promise<boolean> {
	return sql.begin(async (tx) => {
		const email = user.email.toLowerCase();
		const stored = await tx`insert into app_user (id, name, email, email_verified)
			values (${user.id}, ${user.name}, ${email}, true) on conflict (email) do nothing`;
		if (stored.count === 0) return false;
		if (user.password) {
			await tx`insert into user_identity (id, user_id, provider_id, account_id, password)
				values (${user.password.identityId}, ${user.id}, 'credential', ${user.id}, ${user.password.hash})`;
		}
		const { home } = user;
		if ("name" in home) await insertOrganisation(tx, home, actor);
		const place = "name" in home ? { organisationId: home.id, role: "owner" as const } : home;
		const { organisationId } = place;
		await recordAct(tx, { organisationId, actor, action: "user.create", target: user.id, detail: { email } });
		await insertMember(tx, { id: user.memberId, userId: user.id, ...place }, actor);
		return true;
	});
}
