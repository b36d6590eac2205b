import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestBook, type TestBook } from "../testing/open-test-book.fixture.ts";
import { createUser, type NewUser } from "./create-user.ts";
import { findUserByEmail } from "./find-user.ts";
import { organisationsOf } from "./organisations-of.ts";
import { signUp } from "./people.fixture.ts";

let world: TestBook;
beforeAll(async () => {
	world = await openTestBook("create_user");
});
afterAll(() => world?.close());

const user = (name: string, home?: NewUser["home"]): NewUser => ({
	...{ id: `usr_${name}`, memberId: `mem_${name}`, name, email: `${name}@Example.com` },
	password: { identityId: `idn_${name}`, hash: "hash" },
	home: home ?? { id: `org_${name}`, projectId: `prj_${name}`, accountId: `acc_${name}`, name, email: undefined },
});

it("makes a user with an organisation of their own, once for an address", async () => {
	expect(await createUser(world.sql, user("ada"), "operator")).toBe(true);
	expect(await findUserByEmail(world.sql, "ADA@example.com")).toMatchObject({ id: "usr_ada", emailVerified: true });
	expect(await organisationsOf(world.sql, "usr_ada")).toEqual([
		{ organisationId: "org_ada", name: "ada", role: "owner" },
	]);
	expect(await createUser(world.sql, { ...user("ada"), id: "usr_2" }, "operator")).toBe(false);
	const acts = await world.sql`select action from audit_log where organisation_id = 'org_ada' order by id`;
	expect(acts.map(({ action }) => action)).toEqual(["organisation.create", "user.create", "member.add"]);
});

it("makes a user of an organisation that is there", async () => {
	const { organisationId } = await signUp(world.sql);
	await createUser(world.sql, user("bob", { organisationId, role: "billing" }), "operator");
	expect(await organisationsOf(world.sql, "usr_bob")).toMatchObject([{ organisationId, role: "billing" }]);
});

it("makes nothing at all where the organisation is not there", async () => {
	const made = createUser(world.sql, user("cid", { organisationId: "org_none", role: "viewer" }), "operator");
	await expect(made).rejects.toThrow("foreign key");
	expect(await findUserByEmail(world.sql, "cid@example.com")).toBeUndefined();
});
