import { expect, it } from "vitest";
import type { Desk } from "./desk.ts";
import { amount, CENT, DOLLAR } from "./world.ts";

/** How idle credit is asked back, and when asking has come to an end. */
export function recallContract(desk: Desk): void {
	async function twoHolders() {
		const spender = await desk.under().openAccount(DOLLAR);
		const [holder, other] = [await desk.newHolder(), await desk.newHolder()];
		const id = desk.newId();
		await desk.grant(holder, id, spender, 0n, 60n * CENT);
		const pending = async (by: string) =>
			(await desk.under().book.pendingRecalls(by)).filter((one) => one.accountId === spender.accountId);
		return { spender, accountId: spender.accountId, holder, other, id, pending };
	}

	it("reach whoever has an allowance of the account, until it has answered", async () => {
		const { accountId, holder, other, pending } = await twoHolders();
		const { book } = desk.under();
		expect(await pending(holder)).toEqual([]);
		const number = await book.requestRecall(accountId);
		expect(await pending(holder)).toEqual([{ accountId, number }]);
		expect(await pending(holder)).toEqual([{ accountId, number }]);
		expect(await pending(other)).toEqual([]);
		await book.answerRecall(holder, { accountId, number });
		expect(await pending(holder)).toEqual([]);
	});

	it("are another each time they are asked, however soon, and an answer to one is none to a later one", async () => {
		const { accountId, holder, pending } = await twoHolders();
		const { book } = desk.under();
		let last = 0n;
		for (let n = 0; n < 20; n++) {
			const number = await book.requestRecall(accountId);
			expect(number).toBeGreaterThan(last);
			expect(await pending(holder)).toEqual([{ accountId, number }]);
			if (n > 0) await book.answerRecall(holder, { accountId, number: last });
			last = number;
		}
		await book.answerRecall(holder, { accountId, number: last });
		await book.answerRecall(holder, { accountId, number: last - 1n });
		expect(await pending(holder)).toEqual([]);
	});

	it("are worth waiting for as long as another holder with credit has not answered, and no longer", async () => {
		const { spender, accountId, holder, other } = await twoHolders();
		const { book } = desk.under();
		const request = { holderId: other, allowanceId: desk.newId(), spender, grantedBefore: amount(0n) };
		const ask = (recall?: bigint) => {
			const amounts = { atLeast: amount(50n * CENT), wanted: amount(50n * CENT) };
			return book.grant(recall === undefined ? { ...request, ...amounts } : { ...request, ...amounts, recall });
		};
		expect(await ask()).toMatchObject({ recallable: true });
		const recall = await book.requestRecall(accountId);
		expect(await ask(recall)).toMatchObject({ recallable: true });
		await book.answerRecall(holder, { accountId, number: recall });
		expect(await ask(recall)).toMatchObject({ recallable: false });
		expect(await ask(await book.requestRecall(accountId))).toMatchObject({ recallable: true });
	});

	it("are not waited for where nobody else has credit", async () => {
		const { spender, holder, other, id } = await twoHolders();
		await desk.under().book.giveBack(id, amount(60n * CENT));
		const asked = await desk.grant(other, desk.newId(), spender, 0n, 2n * DOLLAR);
		expect(asked).toMatchObject({ recallable: false });
		await desk.grant(holder, id, spender, 60n * CENT, 60n * CENT);
		await desk.under().reap(holder);
		expect(await desk.grant(other, desk.newId(), spender, 0n, 2n * DOLLAR)).toMatchObject({ recallable: false });
	});
}
