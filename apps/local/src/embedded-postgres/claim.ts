import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity.ts";

/** What a claim's holder does: `start` keeps the server for long, `admin` is a command that ends soon. */
export type ClaimPurpose = "start" | "admin";

export interface Holder {
	readonly purpose: ClaimPurpose;
	readonly pid: number;
}

export type ClaimResult =
	| { readonly held: true; release(): Promise<void> }
	| { readonly held: false; readonly holder: Holder };

/** Names this program's run: a process that replaced itself (`bun --watch`) keeps its pid and start, but none of its claims. */
const RUN = randomBytes(4).toString("hex");

/** A claim that is still there at the third look is no other claimant's that is about to withdraw. */
const LOOKS = 3;

/**
 * Claim a directory for this process until it releases the claim or dies, however it dies.
 *
 * Each claim is a file of its own, named by the pid and identity of its process, so that removing the claim of a dead
 * process can never remove that of a living one. A claim is written first and the others are read after it: of two
 * claimants at least one sees the other, hence never two holders.
 */
export async function claim(directory: string, purpose: ClaimPurpose): Promise<ClaimResult> {
	await mkdir(directory, { recursive: true, mode: 0o700 });
	const identity = await processIdentity(process.pid);
	if (identity === undefined) throw new Error("the start time of this process cannot be read");
	const seen = new Map<string, number>();
	for (;;) {
		// Another name each time: a claimant that withdraws and comes back must not look like one that stayed.
		const file = `${purpose}.${process.pid}.${identity}.${RUN}.${randomBytes(6).toString("hex")}`;
		const path = join(directory, file);
		await writeFile(path, "", { mode: 0o600 });
		const others = (await livingClaims(directory)).filter((other) => other.file !== file);
		if (others.length === 0) return { held: true, release: () => rm(path, { force: true }) };
		await rm(path, { force: true });
		for (const { file: other, holder } of others) {
			seen.set(other, (seen.get(other) ?? 0) + 1);
			if (seen.get(other) === LOOKS) return { held: false, holder };
		}
		await sleep(20 + Math.random() * 80);
	}
}

/** The living processes that hold (or at this instant ask for) the directory. */
export async function livingHolders(directory: string): Promise<readonly Holder[]> {
	return (await livingClaims(directory)).map(({ holder }) => holder);
}

interface LivingClaim {
	readonly file: string;
	readonly holder: Holder;
}

async function livingClaims(directory: string): Promise<readonly LivingClaim[]> {
	const claims: LivingClaim[] = [];
	for (const file of await filesOf(directory)) {
		const [purpose, pidText, identity, run] = file.split(".");
		const pid = Number(pidText);
		if (!Number.isSafeInteger(pid) || (purpose !== "start" && purpose !== "admin")) continue;
		const replaced = pid === process.pid && run !== RUN;
		if (!replaced && (await processIdentity(pid)) === identity) claims.push({ file, holder: { purpose, pid } });
		else await rm(join(directory, file), { force: true });
	}
	return claims;
}

async function filesOf(directory: string): Promise<readonly string[]> {
	try {
		return await readdir(directory);
	} catch {
		return [];
	}
}
