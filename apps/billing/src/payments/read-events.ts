import { type CursorName, claimCursor, moveCursor, storeEvent } from "@turnpike/db";
import { LEASE_MS, type PaymentsWorld } from "./payments-world.ts";

/** Providers list events of the last 30 days. */
const FIRST_REACH_MS = 30 * 86_400_000;
/** Read again each time: events come late, and two clocks are never the same. */
const OVERLAP_MS = 15 * 60_000;
const PAUSE_MS = 60_000;

/** Fetches events that no webhook brought into the inbox. @returns how many there were. */
export async function readEvents({ sql, provider, now }: PaymentsWorld): Promise<number> {
	const name: CursorName = `${provider.name}:events`;
	const began = now();
	const readUntil = await claimCursor(sql, name, began - FIRST_REACH_MS, began, LEASE_MS);
	if (readUntil === undefined) return 0;
	let found = 0;
	for await (const event of provider.events(readUntil - OVERLAP_MS)) {
		if (await storeEvent(sql, provider.name, event)) found += 1;
	}
	await moveCursor(sql, name, began, began + PAUSE_MS);
	return found;
}
