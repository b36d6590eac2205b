import { describe, expect, test } from "vitest";
import { PERMISSIONS, permissionsOfManagementKey, permissionsOfRole, ROLES } from "./permissions.ts";

describe("permissionsOfRole", () => {
	test("gives everyone the reports, and only who is named the changes", () => {
		const writes = (role: (typeof ROLES)[number]) =>
			[...permissionsOfRole(role)].filter((permission) => permission.endsWith(":write")).sort();
		const everything = [
			"all_keys:write",
			"credits:write",
			"keys:write",
			"management_keys:write",
			"members:write",
			"organisation:write",
			"projects:write",
		];
		expect(Object.fromEntries(ROLES.map((role) => [role, writes(role)]))).toEqual({
			owner: everything,
			admin: everything,
			developer: ["keys:write"],
			billing: ["credits:write"],
			viewer: [],
		});
		for (const role of ROLES) {
			for (const permission of PERMISSIONS.filter((name) => name.endsWith(":read") && name !== "audit:read")) {
				expect(permissionsOfRole(role), role).toContain(permission);
			}
		}
	});

	test("shows who did what to those who run the organisation", () => {
		expect(ROLES.filter((role) => permissionsOfRole(role).has("audit:read"))).toEqual(["owner", "admin"]);
	});

	test("a management key changes no members, no organisation, and no keys like itself", () => {
		expect(permissionsOfManagementKey()).not.toContain("management_keys:write");
		expect(permissionsOfManagementKey()).not.toContain("audit:read");
		expect(permissionsOfManagementKey()).not.toContain("members:write");
		expect(permissionsOfManagementKey()).not.toContain("organisation:write");
		expect(permissionsOfManagementKey()).toContain("keys:write");
	});
});
