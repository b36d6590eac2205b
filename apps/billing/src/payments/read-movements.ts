import { type CursorName, cursorAt, moveCursor, storeMovements } from "@turnpike/db";
import type { Movement, PaymentProvider } from "@turnpike/payments";
import type { PaymentsWorld } from "./payments-world.ts";

/** Read again each time: two clocks are never the same. */
const OVERLAP_MS = 3_600_000;
const BATCH = 500;

/** Copies the provider's movements of money, those that came since the last time; at first all of them. */
export async function readMovements(
	{ sql, now }: Pick<PaymentsWorld, "sql" | "now">,
	provider: PaymentProvider,
): Promise<void> {
	const name: CursorName = `${provider.name}:movements`;
	const began = now();
	const readUntil = (await cursorAt(sql, name)) ?? 0;
	let batch: Movement[] = [];
	for await (const movement of provider.movements(Math.max(readUntil - OVERLAP_MS, 0))) {
		batch.push(movement);
		if (batch.length < BATCH) continue;
		await storeMovements(sql, provider.name, batch);
		batch = [];
	}
	await storeMovements(sql, provider.name, batch);
	await moveCursor(sql, name, began, began);
}
