import { describe, expect, test } from "vitest";
import { PERMISSIONS, permissionsOfManagementKey, permissionsOfRole, ROLES } from "./permissions.ts";

describe("permissionsOfRole", () => {
	test("gives everyone the reports, and only who is named the changes", () => {
		const writes = (role: (typeof ROLES)[number]) =>
			[...permissionsOfRole(role)].filter((permission) => permission.endsWith(":write")).sort();
		expect(Object.fromEntries(ROLES.map((role) => [role, writes(role)]))).toEqual({
			owner: ["credits:write", "keys:write", "members:write", "organisation:write", "projects:write"],
			admin: ["credits:write", "keys:write", "members:write", "organisation:write", "projects:write"],
			developer: ["keys:write"],
			billing: ["credits:write"],
			viewer: [],
		});
		for (const role of ROLES) {
			for (const permission of PERMISSIONS.filter((name) => name.endsWith(":read"))) {
				expect(permissionsOfRole(role), role).toContain(permission);
			}
		}
	});

	test("a management key changes no members and no organisation", () => {
		expect(permissionsOfManagementKey()).not.toContain("members:write");
		expect(permissionsOfManagementKey()).not.toContain("organisation:write");
		expect(permissionsOfManagementKey()).toContain("keys:write");
	});
});
