import type { Database } from "../connect.ts";

/** A key as it is stored. Times are unix milliseconds. */
export interface SigningKeyRecord {
	/** `kid` of what it signs. */
	readonly id: string;
	readonly purpose: string;
	readonly algorithm: string;
	readonly publicJwk: Readonly<Record<string, unknown>>;
	/** The private JWK, sealed by the vault. */
	readonly privateSealed: Uint8Array;
	readonly signsFrom: number;
	readonly signsUntil: number;
	/** undefined: for good. */
	readonly verifiesUntil: number | undefined;
}

interface SigningKeyRow {
	readonly id: string;
	readonly purpose: string;
	readonly algorithm: string;
	readonly public_jwk: Record<string, unknown>;
	readonly private_sealed: Uint8Array;
	readonly signs_from: Date;
	readonly signs_until: Date;
	readonly verifies_until: Date | null;
}

/** Keys by which something may still be verified, the one that signs last first. */
export async function listSigningKeys(sql: Database): Promise<SigningKeyRecord[]> {
	const rows = await sql<SigningKeyRow[]>`select * from signing_key
		where verifies_until is null or verifies_until > now() order by signs_until desc, id`;
	return rows.map((row) => ({
		id: row.id,
		purpose: row.purpose,
		algorithm: row.algorithm,
		publicJwk: row.public_jwk,
		privateSealed: row.private_sealed,
		signsFrom: row.signs_from.getTime(),
		signsUntil: row.signs_until.getTime(),
		verifiesUntil: row.verifies_until?.getTime(),
	}));
}

/**
 * Stores a key that follows the purpose's last one; of several at once the first does.
 *
 * @param after until when the last key signs, as whoever made this one saw it; undefined: it saw none.
 * @returns false when there is a later one by now.
 */
export async function addSigningKey(sql: Database, key: SigningKeyRecord, after: number | undefined): Promise<boolean> {
	return sql.begin(async (tx) => {
		await tx`select pg_advisory_xact_lock(hashtextextended(${`signing_key:${key.purpose}`}, 0))`;
		const [last] = await tx<{ until: Date | null }[]>`
			select max(signs_until) as until from signing_key where purpose = ${key.purpose}`;
		if (last?.until?.getTime() !== after) return false;
		await tx`insert into signing_key (id, purpose, algorithm, public_jwk, private_sealed, signs_from, signs_until, verifies_until)
			values (${key.id}, ${key.purpose}, ${key.algorithm}, ${JSON.stringify(key.publicJwk)}::text::jsonb,
				${Buffer.from(key.privateSealed)}, ${new Date(key.signsFrom)}, ${new Date(key.signsUntil)},
				${key.verifiesUntil === undefined ? null : new Date(key.verifiesUntil)})`;
		return true;
	});
}
