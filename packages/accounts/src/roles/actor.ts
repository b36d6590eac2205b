import type { KeyRecord } from "../keys/key-record.ts";
import { type Permission, permissionsOfManagementKey, type Role } from "./permissions.ts";

/** Who asks for something of an organisation's account, and what they may do there. */
export type Actor = KeyActor | UserActor;

interface ActorBase {
	readonly organisationId: string;
	readonly permissions: ReadonlySet<Permission>;
	/** As the audit log names them: `key:key_…`, `user:usr_…`. */
	readonly name: string;
}

/** A management key. An inference key is no actor: it sees itself alone. */
export interface KeyActor extends ActorBase {
	readonly kind: "key";
	readonly key: KeyRecord;
}

/** A signed-in member, in the organisation that is active in the session. */
export interface UserActor extends ActorBase {
	readonly kind: "user";
	readonly userId: string;
	readonly memberId: string;
	readonly email: string;
	readonly sessionId: string;
	readonly role: Role;
}

/** @throws when the key is one for inference. */
export function actorOfKey(key: KeyRecord): KeyActor {
	if (!key.management) throw new Error(`${key.id} is no management key`);
	return {
		kind: "key",
		key,
		organisationId: key.organisationId,
		permissions: permissionsOfManagementKey(),
		name: `key:${key.id}`,
	};
}
