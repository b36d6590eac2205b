import { expect, test } from "vitest";
import { mayAssign } from "./may-assign.ts";
import { ROLES } from "./permissions.ts";

const CHANGES = [undefined, ...ROLES].flatMap((from) => [undefined, ...ROLES].map((to) => [from, to] as const));

test("an owner may change anybody into anything", () => {
	expect(CHANGES.every(([from, to]) => mayAssign("owner", from, to))).toBe(true);
});

test.each(ROLES.filter((role) => role !== "owner"))("as %s, nobody makes an owner or touches one", (role) => {
	for (const [from, to] of CHANGES) {
		expect(mayAssign(role, from, to), `${from} → ${to}`).toBe(from !== "owner" && to !== "owner");
	}
});
