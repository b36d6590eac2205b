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
	const begin = surviveLostConnections((options, work) => {
		sent.push(`begin ${options}`);
		const lost = new Promise((_, reject) => {
			lose = reject;
		});
		const scope = Promise.resolve(work(tx)).then(
			() => sent.push("commit"),
			(error) => {
				sent.push("rollback");
				throw error;
			},
		);
		return Promise.race([scope, lost]);
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
