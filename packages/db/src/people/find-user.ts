import type { Database } from "../connect.ts";

export interface UserRecord {
	readonly id: string;
	readonly email: string;
	readonly name: string;
	readonly emailVerified: boolean;
}

/** @param email in any case. */
export async function findUserByEmail(sql: Database, email: string): Promise<UserRecord | undefined> {
	const [user] = await sql<UserRecord[]>`select id, email, name, email_verified as "emailVerified"
		from app_user where email = ${email.toLowerCase()}`;
	return user;
}
