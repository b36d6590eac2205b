import { randomUUID } from "node:crypto";
import { allowanceBookContract, type BookUnderTest, MemoryBook } from "./contract/index.ts";
import { DrivenClock } from "./testing/driven-clock.fixture.ts";

const DAY_MS = 86_400_000;

allowanceBookContract("in memory", {
	newId: randomUUID,
	async open() {
		const clock = new DrivenClock();
		const book = new MemoryBook({ now: clock.now, leaseMs: 30_000 });
		const addKey: BookUnderTest["addKey"] = async (accountId, budget) => {
			const spender = { accountId, keyId: `key_${randomUUID()}` };
			if (budget) book.setBudget(spender.keyId, budget.limit, budget.reset === "daily" ? DAY_MS : undefined);
			return spender;
		};
		return {
			book,
			addKey,
			async openAccount(depositNano) {
				const accountId = `acc_${randomUUID()}`;
				book.deposit(accountId, depositNano);
				return addKey(accountId);
			},
			suspend: async (accountId) => book.suspend(accountId),
			post: async (allowanceId, charge) => book.post(allowanceId, charge),
			reap: async (holderId) => book.reap(holderId),
			available: async (accountId) => book.available(accountId),
			reserved: async (accountId) => book.reserved(accountId),
			now: clock.now,
		};
	},
});
