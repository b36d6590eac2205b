import { randomUUID } from "node:crypto";
import type { BudgetScope, Spender } from "./allowances.ts";
import { allowanceBookContract, type BookUnderTest, MemoryBook } from "./contract/index.ts";
import { DrivenClock } from "./testing/driven-clock.fixture.ts";

/** Months are of thirty days here. */
const RESET_MS = { none: undefined, daily: 86_400_000, monthly: 30 * 86_400_000 } as const;

allowanceBookContract("in memory", {
	newId: randomUUID,
	async open() {
		const clock = new DrivenClock();
		const book = new MemoryBook({ now: clock.now, leaseMs: 30_000 });
		const idOf = ({ accountId, keyId }: Spender, scope: BudgetScope) =>
			scope === "key" ? keyId : `${scope} of ${accountId}`;
		const addKey: BookUnderTest["addKey"] = async (accountId, budget) => {
			const spender = { accountId, keyId: `key_${randomUUID()}` };
			book.placeKey(
				spender.keyId,
				(["organisation", "project", "member"] as const).map((scope) => idOf(spender, scope)),
			);
			if (budget) book.setBudget(spender.keyId, budget.limit, RESET_MS[budget.reset]);
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
			setBudget: async (of, scope, { limit, reset, soft = false }) =>
				book.setBudget(idOf(of, scope), limit, RESET_MS[reset], { scope, soft }),
			endBudget: async (of, scope, reset) => book.endBudget(idOf(of, scope), RESET_MS[reset]),
			recallAnswered: async (accountId) => book.recallAnswered(accountId),
			suspend: async (accountId) => book.suspend(accountId),
			post: async (allowanceId, charge) => book.post(allowanceId, charge),
			reap: async (holderId) => book.reap(holderId),
			available: async (accountId) => book.available(accountId),
			reserved: async (accountId) => book.reserved(accountId),
			now: clock.now,
		};
	},
});
