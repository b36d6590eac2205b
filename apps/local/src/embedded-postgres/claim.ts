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

/** Two that claim in the same instant both withdraw; a holder that is still there after this many looks is no race. */
const ATTEMPTS = 6;

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
	const file = `${purpose}.${process.pid}.${identity ?? "unknown"}.${randomBytes(6).toString("hex")}`;
	const path = join(directory, file);
	for (let attempt = 1; ; attempt++) {
		await writeFile(path, "", { mode: 0o600 });
		const holder = (await livingHolders(directory, file))[0];
		if (holder === undefined) return { held: true, release: () => rm(path, { force: true }) };
		await rm(path, { force: true });
		if (attempt === ATTEMPTS) return { held: false, holder };
		await sleep(20 + Math.random() * 80);
	}
}

/** The living processes that hold (or at this instant ask for) the directory. */
export async function livingHolders(directory: string, except?: string): Promise<readonly Holder[]> {
	const holders: Holder[] = [];
	for (const file of await filesOf(directory)) {
		const [purpose, pidText, identity] = file.split(".");
		const pid = Number(pidText);
		if (file === except || !Number.isSafeInteger(pid) || (purpose !== "start" && purpose !== "admin")) continue;
		if ((await processIdentity(pid)) === identity) holders.push({ purpose, pid });
		else await rm(join(directory, file), { force: true });
	}
	return holders;
}

async function filesOf(directory: string): Promise<readonly string[]> {
	try {
		return (await readdir(directory)).sort();
	} catch {
		return [];
	}
}
