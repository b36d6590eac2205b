import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestBook, type TestBook } from "../testing/open-test-book.fixture.ts";
import { AUTH_TABLES, authDatabase } from "./auth-database.ts";

let world: TestBook;
beforeAll(async () => {
	world = await openTestBook("auth_database", 2);
});
afterAll(() => world?.close());

const { user } = AUTH_TABLES;
const AT = new Date("2026-11-25T18:00:00.123Z");
const ada = { id: "usr_1", name: "Ada", email: "ada@example.com", createdAt: AT, updatedAt: AT };

it("reads and writes instants as Drizzle does, and leaves the pool's own way alone", async () => {
	const database = authDatabase(world.sql);
	await database.insert(user).values(ada);
	const [read] = await database.select().from(user).where(eq(user.id, "usr_1"));
	expect(read).toMatchObject({ ...ada, emailVerified: false, image: null });
	const [row] = await world.sql`select created_at, 1::int8 as one from app_user`;
	expect(row).toEqual({ created_at: AT, one: 1n });
});

it("rolls a transaction back as a whole", async () => {
	const failing = authDatabase(world.sql).transaction(async (tx) => {
		await tx.update(user).set({ name: "Nobody" }).where(eq(user.id, "usr_1"));
		throw new Error("no");
	});
	await expect(failing).rejects.toThrow("no");
	expect(await world.sql`select name from app_user`).toEqual([{ name: "Ada" }]);
});
