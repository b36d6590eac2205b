import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newPassword, SUPERUSER, writeConnection } from "./connection-file.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { freePort } from "./free-port.ts";
import type { ClusterPlace } from "./place-cluster.ts";
import type { Binaries } from "./prepare-binaries.ts";
import { runAsAccount } from "./run-as-account.ts";

/** Make the cluster if there is none; refuse one that these binaries cannot read. Only by the holder of the claim. */
export async function initCluster(place: ClusterPlace, binaries: Binaries, log: (line: string) => void): Promise<void> {
	const major = await clusterMajor(place.cluster);
	if (major === undefined) {
		log(`Making a database in ${place.home}`);
		return makeCluster(place, binaries);
	}
	if (major !== binaries.major) {
		throw new EmbeddedPostgresError(
			"wrong_version",
			`The database in ${place.cluster} was made by Postgres ${major} and this Turnpike runs Postgres ${binaries.major}. ` +
				`It was left as it is: dump it with Postgres ${major} and load it into a new DATA_DIR, or set DATABASE_URL.`,
		);
	}
}

async function clusterMajor(cluster: string): Promise<string | undefined> {
	try {
		return (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
}

/** Made under another name and renamed last, so that a cluster that exists is a whole one, with its password stored. */
async function makeCluster({ home, cluster, account }: ClusterPlace, binaries: Binaries): Promise<void> {
	const partial = `${cluster}.new`;
	const passwordFile = join(home, "password.new");
	await rm(partial, { recursive: true, force: true });
	await rm(passwordFile, { force: true });
	await mkdir(partial, { mode: 0o700 });
	const password = newPassword();
	try {
		await writeFile(passwordFile, password, { mode: 0o600 });
		if (account !== undefined) {
			await chown(partial, account.uid, account.gid);
			await chown(passwordFile, account.uid, account.gid);
		}
		await runInitdb(binaries.initdb, partial, passwordFile, account);
		await writeConnection(home, { port: await freePort(), password });
		await rename(partial, cluster);
	} finally {
		await rm(passwordFile, { force: true });
	}
}

/** Code-point order with Unicode's upper and lower case, the same on every machine whatever its libc. */
const LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];

async function runInitdb(
	initdb: string,
	directory: string,
	passwordFile: string,
	account: ClusterPlace["account"],
): Promise<void> {
	const words = ["-D", directory, "-U", SUPERUSER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", ...LOCALE];
	const child = runAsAccount(initdb, [...words, "--no-instructions"], account, { stdio: ["ignore", "pipe", "pipe"] });
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk: Buffer) => {
			output += chunk.toString();
		});
	}
	const code = await new Promise<number | null>((done, fail) => {
		child.once("error", fail);
		child.once("close", done);
	});
	if (code !== 0) {
		const lastLines = output.trim().split("\n").slice(-4).join(" ");
		throw new EmbeddedPostgresError("init_failed", `initdb could not make a database in ${directory}: ${lastLines}`);
	}
}
