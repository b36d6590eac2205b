import { hashCandidates, type KeyRecord, parseKey } from "@turnpike/accounts";
import { findKey, findKeyById, findOrganisation, type OrganisationRecord } from "@turnpike/db";
import { CommandFailed } from "./failures.ts";
import type { Operator } from "./operator.ts";

/** @throws CommandFailed when there is no such organisation. */
export async function organisationOf(operator: Operator, id: string): Promise<OrganisationRecord> {
	const organisation = await findOrganisation(await operator.book(), id);
	if (organisation) return organisation;
	throw new CommandFailed(`There is no organisation ${JSON.stringify(id)}; list-orgs shows their ids.`);
}

const HASH = /^[0-9a-f]{64}$/i;

/**
 * The key that an operator means by its id, its hash, or its own text.
 *
 * @throws CommandFailed when there is none; the message never repeats what may be a key.
 */
export async function keyOf(operator: Operator, reference: string): Promise<KeyRecord> {
	const sql = await operator.book();
	const parsed = parseKey(reference);
	if (parsed) {
		const hashes = hashCandidates(await operator.keyHasher(), parsed).map(({ hash }) => hash);
		return found(await findKey(sql, hashes), "There is no key with this text under the peppers in use.");
	}
	const isHash = HASH.test(reference);
	const key = isHash ? await findKey(sql, [reference.toLowerCase()]) : await findKeyById(sql, reference);
	const named = isHash || /^key_[0-9a-f]+$/.test(reference) ? ` ${reference}` : " of this id, hash or text";
	return found(key, `There is no key${named}; list-keys shows them.`);
}

function found(key: KeyRecord | undefined, otherwise: string): KeyRecord {
	if (!key) throw new CommandFailed(otherwise);
	return key;
}
