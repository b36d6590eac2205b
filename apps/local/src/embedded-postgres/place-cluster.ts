import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, readFile, readlink, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Numeric account that owns a cluster and runs its server. */
export interface Account {
	readonly uid: number;
	readonly gid: number;
}

/** Where everything about one embedded server is kept. */
export interface ClusterPlace {
	/** Holds the claims, the connection file, the log and the cluster. */
	readonly home: string;
	/** Postgres's own data directory. */
	readonly cluster: string;
	/** Where copies of the binaries go when they cannot be run in place. */
	readonly copies: string;
	/** Who runs the server, when that is not ourselves: Postgres refuses to run as root. */
	readonly account: Account | undefined;
}

export interface PlaceOptions {
	readonly dataDir: string;
	/** Where root's clusters live, since `nobody` may be unable to reach the data directory. */
	readonly rootHome: string;
	readonly log: (line: string) => void;
	readonly uid?: number;
}

/**
 * Find or make the place of a data directory's cluster. Not root: `<dataDir>/postgres`. Root: a directory of its own
 * below `rootHome`, with `<dataDir>/postgres` as the link to it; the link decides, so that a data directory that was
 * moved keeps its data, and one that was deleted and made again begins empty.
 */
export async function placeCluster(options: PlaceOptions): Promise<ClusterPlace> {
	await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
	const dataDir = await realpath(resolve(options.dataDir));
	const root = (options.uid ?? process.getuid?.()) === 0;
	const entry = join(dataDir, "postgres");
	const found = await lstat(entry).catch(() => undefined);
	if (!root) return placeOwn(entry, found?.isSymbolicLink() === true);
	if (found?.isDirectory()) return placeOfOtherAccount(entry, options.rootHome);
	if (found === undefined) await makeRootPlace(entry, dataDir, options);
	const home = await readlink(entry);
	await mkdir(home, { recursive: true, mode: 0o711 });
	await assertNotACopy(home, dataDir);
	return place(home, options.rootHome, nobody());
}

function place(home: string, copies: string, account: Account | undefined): ClusterPlace {
	return { home, cluster: join(home, "cluster"), copies, account };
}

async function placeOwn(entry: string, isLink: boolean): Promise<ClusterPlace> {
	if (isLink) {
		throw new EmbeddedPostgresError(
			"place_unusable",
			`The database behind ${entry} was made by root: start as root again, or give another DATA_DIR.`,
		);
	}
	await mkdir(entry, { recursive: true, mode: 0o700 });
	return place(entry, entry, undefined);
}

/** Root met a cluster that an ordinary account made: run it as that account, as it always was. */
async function placeOfOtherAccount(entry: string, copies: string): Promise<ClusterPlace> {
	const { uid, gid } = await stat(entry);
	if (uid === 0) {
		throw new EmbeddedPostgresError(
			"place_unusable",
			`${entry} is a directory that belongs to root, where a link is expected: move it away.`,
		);
	}
	await mkdir(copies, { recursive: true, mode: 0o755 });
	return place(entry, copies, { uid, gid });
}

async function makeRootPlace(entry: string, dataDir: string, options: PlaceOptions): Promise<void> {
	await mkdir(options.rootHome, { recursive: true, mode: 0o755 });
	await chmod(options.rootHome, 0o755);
	const home = await makeHome(dataDir, options);
	await writeFile(join(home, "data-dir"), dataDir, { mode: 0o600 });
	try {
		await symlink(home, entry);
	} catch (error) {
		// Another process linked its own first: that one counts.
		await rm(home, { recursive: true, force: true });
		if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
	}
}

/** `<hash of the data directory>`, or with a number when an earlier data directory of the same name left one. */
async function makeHome(dataDir: string, { rootHome, log }: PlaceOptions): Promise<string> {
	const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
	for (let number = 1; ; number++) {
		const home = join(rootHome, number === 1 ? hash : `${hash}-${number}`);
		try {
			await mkdir(home, { mode: 0o711 });
			await chmod(home, 0o711);
			return home;
		} catch (error) {
			if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
			log(`The database of an earlier ${dataDir} is still in ${home}; beginning with an empty one.`);
		}
	}
}

/** A data directory copied with its link would share one database with the original. */
async function assertNotACopy(home: string, dataDir: string): Promise<void> {
	const record = join(home, "data-dir");
	const original = await readFile(record, "utf8").catch(() => dataDir);
	if (original === dataDir) return;
	const linked = await readlink(join(original, "postgres")).catch(() => undefined);
	if (linked === home) {
		throw new EmbeddedPostgresError(
			"place_unusable",
			`${join(dataDir, "postgres")} links to the database of ${original}; remove the link to begin with an empty one.`,
		);
	}
	await writeFile(record, dataDir, { mode: 0o600 });
}

function nobody(): Account {
	if (process.platform === "linux") return { uid: 65534, gid: 65534 };
	const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }).trim());
	// macOS prints nobody's ids as -2; the system calls want them unsigned.
	return { uid: id("-u") >>> 0, gid: id("-g") >>> 0 };
}
