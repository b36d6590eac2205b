import type { World } from "../world/world.ts";
import { demand } from "./demand.ts";

/** M7 while processes live: when nobody has called for long, whoever has credit at hand has given it back. */
export function checkIdle({ database, accounts, redisForgot }: World): void {
	// Of what a Redis forgot it cannot know that it is idle: its lease ends at last.
	if (redisForgot) return;
	for (const accountId of accounts) {
		const idle = database.ledger.atHand(accountId);
		demand("M7", idle === 0n, `${idle} nano-USD of ${accountId} lie at holders that nobody calls`);
	}
}
