import { expect, test } from "vitest";
import { surviveLostConnections, type Work } from "./survive-lost-connections.ts";

type Transaction = Parameters<Work>[0];

/** A driver that rolls back whatever failed, on whatever socket there is; `lose` breaks the connection. */
function driver() {
	const sent: string[] = [];
	let lose: (error: Error) => void = () => {};
	const tx = ((strings: TemplateStringsArray) => {
		sent.push(strings.join("?"));
		return Promise.resolve([]);
	}) as unknown as Transaction;
	const scope = (work: Work, done: readonly string[], failed: string) =>
		Promise.resolve(work(tx)).then(
			() => sent.push(...done),
			(error) => {
				sent.push(failed);
				throw error;
			},
		);
	Object.assign(tx, { savepoint: (work: Work) => scope(work, [], "rollback to savepoint") });
	const begin = surviveLostConnections((options, work) => {
		sent.push(`begin ${options}`);
		const lost = new Promise((_, reject) => {
			lose = reject;
		});
		return Promise.race([scope(work, ["commit"], "rollback"), lost]);
	});
	return { begin, sent, lose: (error: Error) => lose(error) };
}

const broken = () => Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });
const soon = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

test("work that succeeds is committed, with its options", async () => {
	const { begin, sent } = driver();
	await begin("read only", async (tx) => void (await tx`select 1`));
	expect(sent).toEqual(["begin read only", "select 1", "commit"]);
});

test("work that fails by its own fault is rolled back at once", async () => {
	const { begin, sent } = driver();
	await expect(begin("", () => Promise.reject(new Error("no credit")))).rejects.toThrow("no credit");
	expect(sent).toEqual(["begin ", "rollback"]);
});

test("when a statement fails because its connection broke, no rollback is sent after it", async () => {
	const { begin, sent, lose } = driver();
	const whole = begin("", async () => {
		setTimeout(() => lose(broken()), 10);
		throw broken();
	});
	await expect(whole).rejects.toThrow("CONNECTION_CLOSED");
	await soon(400);
	expect(sent).toEqual(["begin "]);
});

test("an error of another connection does not leave the transaction open", async () => {
	const { begin, sent } = driver();
	await expect(begin("", () => Promise.reject(broken()))).rejects.toThrow("CONNECTION_CLOSED");
	expect(sent).toEqual(["begin ", "rollback"]);
});

test("work that was doing something else when the connection broke sends nothing any more", async () => {
	const { begin, sent, lose } = driver();
	let refused: unknown;
	const whole = begin("", async (tx) => {
		lose(broken());
		await soon();
		try {
			await tx`update account`;
		} catch (error) {
			refused = error;
			throw error;
		}
	});
	await expect(whole).rejects.toThrow("CONNECTION_CLOSED");
	await soon(10);
	expect(refused).toMatchObject({ code: "CONNECTION_CLOSED" });
	expect(sent).toEqual(["begin "]);
});

test("a savepoint whose work fails is undone alone", async () => {
	const { begin, sent } = driver();
	await begin("", async (tx) => {
		await tx.savepoint(() => Promise.reject(new Error("poison"))).catch(() => {});
		await tx`update account`;
	});
	expect(sent).toEqual(["begin ", "rollback to savepoint", "update account", "commit"]);
});

test("nothing is sent from a savepoint either when the connection broke in it", async () => {
	const { begin, sent, lose } = driver();
	const whole = begin("", async (tx) => {
		await tx.savepoint(async (part) => {
			lose(broken());
			await soon();
			await part`update account`;
		});
	});
	await expect(whole).rejects.toThrow("CONNECTION_CLOSED");
	await soon(10);
	expect(sent).toEqual(["begin "]);
});
