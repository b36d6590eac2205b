import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseUsageEvent, serializeUsageEvent, type UsageEvent } from "@turnpike/ledger";

/** Below the data directory. */
const FOLDER = "withdrawals";
const ENDING = ".json";

/**
 * Generations whose usage no log took in time, one file each: they are to be free whatever the logs say later, and whatever
 * becomes of this process. Empty but for the moments of an outage.
 */
export class WithdrawalFiles {
	readonly #folder: string;

	constructor(dataDir: string) {
		this.#folder = join(dataDir, FOLDER);
	}

	/** Resolves when the file would survive the loss of this machine's power. */
	async note(event: UsageEvent): Promise<void> {
		await mkdir(this.#folder, { recursive: true });
		const path = this.#pathOf(event);
		const file = await open(`${path}.new`, "w", 0o600);
		try {
			await file.writeFile(serializeUsageEvent(event));
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(`${path}.new`, path);
	}

	async forget(event: UsageEvent): Promise<void> {
		await rm(this.#pathOf(event), { force: true });
	}

	/** What earlier processes left. @param onTrouble told of files that cannot be read; they stay. */
	async left(onTrouble: (path: string, error: unknown) => void): Promise<UsageEvent[]> {
		const names = await readdir(this.#folder).catch(() => []);
		const events: UsageEvent[] = [];
		for (const name of names.filter((one) => one.endsWith(ENDING))) {
			const path = join(this.#folder, name);
			try {
				events.push(parseUsageEvent(await readFile(path, "utf8")));
			} catch (error) {
				onTrouble(path, error);
			}
		}
		return events;
	}

	#pathOf({ generationId }: UsageEvent): string {
		return join(this.#folder, generationId + ENDING);
	}
}
