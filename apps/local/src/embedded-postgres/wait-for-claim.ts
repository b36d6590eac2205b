import { setTimeout as sleep } from "node:timers/promises";
import { type ClaimPurpose, type ClaimResult, claim } from "./claim.ts";

/** Claim a directory, waiting for an operator's command that holds it to end; never for a `start`, which does not. */
export async function waitForClaim(directory: string, purpose: ClaimPurpose, boundMs: number): Promise<ClaimResult> {
	const giveUpAt = performance.now() + boundMs;
	for (;;) {
		const result = await claim(directory, purpose);
		if (result.held || result.holder.purpose === "start" || performance.now() > giveUpAt) return result;
		await sleep(100);
	}
}
