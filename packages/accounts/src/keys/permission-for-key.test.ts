import { expect, test } from "vitest";
import type { Actor } from "../roles/actor.ts";
import { permissionForKey } from "./permission-for-key.ts";

const base = { organisationId: "org_1", permissions: new Set<never>(), name: "" };
const user: Actor = {
	...base,
	kind: "user",
	userId: "usr_1",
	memberId: "mem_1",
	email: "",
	sessionId: "",
	role: "admin",
};

test.each([
	["one's own key", { memberId: "mem_1", management: false }, "keys:write"],
	["somebody else's", { memberId: "mem_2", management: false }, "all_keys:write"],
	["a service's", { memberId: undefined, management: false }, "all_keys:write"],
	["a key that manages, even one's own", { memberId: "mem_1", management: true }, "management_keys:write"],
] as const)("%s needs its permission", (_, key, permission) => {
	expect(permissionForKey(user, key)).toBe(permission);
});
