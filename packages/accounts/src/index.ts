export { type BudgetWindow, type LimitReset, windowOf } from "./budgets/window-of.ts";
export { generationIdToUuid, ID_PREFIXES, type IdKind, idToUuid, timeOfUuid, uuidToId } from "./ids/id.ts";
export { createIdMaker, type IdMaker, type IdSources } from "./ids/id-maker.ts";
export { checkKey, checkUse, type KeyCheck, type KeyUse } from "./keys/check-key.ts";
export { hashCandidates, hashKey, type KeyHash, type KeyHasher } from "./keys/hash-key.ts";
export type { KeyRecord } from "./keys/key-record.ts";
export { KEY_RANDOM_BYTES, type KeyKind } from "./keys/key-text.ts";
export { labelKey } from "./keys/label-key.ts";
export { looksLikeForeignKey } from "./keys/looks-like-foreign-key.ts";
export { makeKey } from "./keys/make-key.ts";
export { type ParsedKey, parseKey } from "./keys/parse-key.ts";
export { permissionForKey } from "./keys/permission-for-key.ts";
export { type Credential, parseBearer, readCredential } from "./keys/read-credential.ts";
export { type Actor, actorOfKey, type KeyActor, type UserActor } from "./roles/actor.ts";
export { mayAssign } from "./roles/may-assign.ts";
export {
	PERMISSIONS,
	type Permission,
	permissionsOfManagementKey,
	permissionsOfRole,
	ROLES,
	type Role,
} from "./roles/permissions.ts";
