/** What somebody may do in an organisation, beside calling models. Every route under an account asks for one of these. */
export const PERMISSIONS = [
	"keys:read",
	/** Keys of one's own. */
	"keys:write",
	/** Everybody's keys, and services'. */
	"all_keys:write",
	/** Keys that manage. */
	"management_keys:write",
	"usage:read",
	"credits:read",
	"credits:write",
	"members:read",
	"members:write",
	"projects:read",
	"projects:write",
	"organisation:write",
	"audit:read",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** From the most to the least. There is always an owner. */
export const ROLES = ["owner", "admin", "developer", "billing", "viewer"] as const;

export type Role = (typeof ROLES)[number];

const READING = ["keys:read", "usage:read", "credits:read", "members:read", "projects:read"] as const;

const PERMISSIONS_OF: Readonly<Record<Role, ReadonlySet<Permission>>> = {
	owner: new Set(PERMISSIONS),
	admin: new Set(PERMISSIONS),
	developer: new Set([...READING, "keys:write"]),
	billing: new Set([...READING, "credits:write"]),
	viewer: new Set(READING),
};

/** A management key stands for its organisation towards keys, credits and reports; people, and keys like it, are for people. */
const OF_A_MANAGEMENT_KEY: ReadonlySet<Permission> = new Set([
	...READING,
	"keys:write",
	"all_keys:write",
	"credits:write",
	"projects:write",
]);

export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
	return PERMISSIONS_OF[role];
}

export function permissionsOfManagementKey(): ReadonlySet<Permission> {
	return OF_A_MANAGEMENT_KEY;
}
