import { SUPERUSER } from "./connection-file.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import type { ClusterPlace } from "./place-cluster.ts";
import type { Binaries } from "./prepare-binaries.ts";
import { runAsAccount } from "./run-as-account.ts";

/** Give a stopped cluster's superuser another password, through Postgres's single-user mode, which asks for none. */
export async function resetPassword(place: ClusterPlace, binaries: Binaries, password: string): Promise<void> {
	const words = ["--single", "-D", place.cluster, "-c", "password_encryption=scram-sha-256", "postgres"];
	const child = runAsAccount(binaries.postgres, words, place.account, { stdio: ["pipe", "ignore", "pipe"] });
	let complaints = "";
	child.stderr?.on("data", (chunk: Buffer) => {
		complaints += chunk.toString();
	});
	// The generated password has no quotes: it is base64url.
	child.stdin?.end(`ALTER ROLE ${SUPERUSER} PASSWORD '${password}';\n`);
	const code = await new Promise<number | null>((done, fail) => {
		child.once("error", fail);
		child.once("close", done);
	});
	if (code !== 0 || complaints.includes("ERROR")) {
		throw new EmbeddedPostgresError("login_refused", `Could not renew the database's password: ${complaints.trim()}`);
	}
}
