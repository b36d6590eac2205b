import { join } from "node:path";
import { livingHolders } from "./claim.ts";
import { runningPostmaster } from "./running-postmaster.ts";
import { stopPostmaster } from "./stop-postmaster.ts";

/**
 * End the server that a killed process left in this home (where `<dataDir>/postgres` leads) and that nobody will adopt.
 * False, and nothing is done, when a living process has it.
 */
export async function stopAbandonedPostgres(home: string): Promise<boolean> {
	if ((await livingHolders(join(home, "claims"))).length > 0) return false;
	const file = await runningPostmaster(join(home, "cluster"));
	if (file.state === "live") await stopPostmaster(file.postmaster.pid, () => {});
	return true;
}
