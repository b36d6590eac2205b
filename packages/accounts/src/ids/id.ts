/** What an id names; the prefix is part of every id that leaves the house. */
export type IdKind =
	| "generation"
	| "key"
	| "organisation"
	| "project"
	| "account"
	| "user"
	| "member"
	| "invitation"
	| "session"
	| "identity"
	| "verification"
	| "signing_key"
	| "transaction"
	| "purchase"
	| "refund"
	| "webhook";

export const ID_PREFIXES = {
	generation: "gen_",
	key: "key_",
	organisation: "org_",
	project: "prj_",
	account: "acc_",
	user: "usr_",
	member: "mem_",
	invitation: "inv_",
	session: "ses_",
	identity: "idn_",
	verification: "ver_",
	signing_key: "sig_",
	transaction: "txn_",
	purchase: "pur_",
	refund: "rfd_",
	webhook: "whk_",
} as const satisfies Record<IdKind, string>;

const HEX_UUID = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/;
const DASHED_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Writes a UUIDv7 as an id: `gen_` and its 32 hex digits.
 *
 * @throws RangeError when the text is no UUIDv7.
 */
export function uuidToId(kind: IdKind, uuid: string): string {
	if (!DASHED_UUID.test(uuid)) throw new RangeError(`not a UUIDv7: ${JSON.stringify(uuid)}`);
	return ID_PREFIXES[kind] + uuid.toLowerCase().replaceAll("-", "");
}

/**
 * Reads an id that came from outside.
 *
 * @returns the UUID with dashes, as databases write it, or undefined when it is no id of this kind.
 */
export function idToUuid(kind: IdKind, id: string): string | undefined {
	const prefix = ID_PREFIXES[kind];
	const hex = id.slice(prefix.length);
	if (!id.startsWith(prefix) || !HEX_UUID.test(hex)) return undefined;
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `gen_<32 hex>` → the UUID the usage tables are keyed and partitioned by, or undefined when it is none. */
export function generationIdToUuid(id: string): string | undefined {
	return idToUuid("generation", id);
}

/** The unix milliseconds a UUIDv7 was made at. @throws RangeError when the text is no UUIDv7. */
export function timeOfUuid(uuid: string): number {
	if (!DASHED_UUID.test(uuid)) throw new RangeError(`not a UUIDv7: ${JSON.stringify(uuid)}`);
	return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
