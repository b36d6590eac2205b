import type { BalanceTransaction } from "./shapes.ts";
import type { World } from "./world.ts";

type Movement = Pick<BalanceTransaction, "amount" | "fee" | "type" | "reporting_category" | "source" | "currency">;

/** Moves money in or out of the account's balance. */
export function move(world: World, movement: Movement, description: string | null = null): BalanceTransaction {
	const transaction: BalanceTransaction = {
		id: world.id("txn"),
		object: "balance_transaction",
		available_on: world.now() + 2 * 86_400,
		created: world.now(),
		description,
		net: movement.amount - movement.fee,
		status: "pending",
		...movement,
	};
	world.balanceTransactions.set(transaction.id, transaction);
	return transaction;
}

/** Stripe's own fee of a card payment in the US: 2.9 % and 30 cents. */
export function cardFee(amount: number): number {
	return Math.round(amount * 0.029) + 30;
}

export const DISPUTE_FEE = 1_500;
