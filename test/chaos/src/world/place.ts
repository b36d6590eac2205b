import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Keep } from "../processes/keep.ts";

/** Where one scenario keeps its data and logs, and who cleans up after it. */
export interface Place {
	readonly root: string;
	readonly keep: Keep;
	readonly upstreamUrl: string;
	readonly pepper: string;
	dataDir(name: string): string;
	logFile(name: string): string;
	/** Deletes all of it, the clusters that live elsewhere too. */
	remove(): Promise<void>;
}

/** Not in /tmp, which may be memory: commits are to reach a disk. */
const PARENT = "/var/tmp";

export async function openPlace(name: string, keep: Keep, upstreamUrl: string): Promise<Place> {
	const root = await mkdtemp(join(PARENT, `turnpike-chaos-${name}-`));
	await mkdir(join(root, "logs"));
	const dataDirs = new Set<string>();
	return {
		root,
		keep,
		upstreamUrl,
		pepper: randomBytes(24).toString("base64url"),
		dataDir(of) {
			const directory = join(root, of);
			dataDirs.add(directory);
			return directory;
		},
		logFile: (of) => join(root, "logs", `${of}.log`),
		async remove() {
			for (const directory of dataDirs) {
				const cluster = await realpath(join(directory, "postgres")).catch(() => undefined);
				if (cluster) await rm(cluster, { recursive: true, force: true });
			}
			await rm(root, { recursive: true, force: true });
		},
	};
}

/** What every Turnpike process of a scenario is told. */
export function environmentOf(place: Place, dataDir: string): Record<string, string> {
	return {
		DATA_DIR: dataDir,
		KEY_PEPPER: place.pepper,
		TURNPIKE_CONSOLE: "off",
		OPENAI_BASE_URL: `${place.upstreamUrl}/v1`,
		OPENAI_API_KEY: "sk-chaos",
		NODE_ENV: "development",
		REDIS_URL: "",
		DATABASE_URL: "",
		UPSTASH_REDIS_REST_URL: "",
	};
}
