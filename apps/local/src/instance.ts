import { createHash } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import type { Database } from "@turnpike/db";
import { processIdentity } from "./embedded-postgres/process-identity.ts";

/**
 * Names this process so that others on the same machine can tell when it is dead: `<machine>/<pid>/<start>`. What a
 * dead process held is reclaimed at once instead of after the longest call.
 */
export async function instanceName(): Promise<string> {
	const identity = await processIdentity(process.pid);
	return identity === undefined ? "" : `${await machineName()}/${process.pid}/${identity}`;
}

/** Instances of this machine with live holders in the book whose processes are gone. */
export async function deadInstances(sql: Database): Promise<string[]> {
	const rows = await sql<{ instance: string }[]>`select distinct instance from holder
		where state = 'live' and instance like ${`${await machineName()}/%`}`;
	const dead: string[] = [];
	for (const { instance } of rows) {
		const [, pid, identity] = instance.split("/");
		if ((await processIdentity(Number(pid))) !== identity) dead.push(instance);
	}
	return dead;
}

/** A machine is a host name, one boot of it and one space of process ids: a pid means the same process only there. */
async function machineName(): Promise<string> {
	const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
	const pids = await readlink("/proc/self/ns/pid").catch(() => "");
	return createHash("sha256").update(`${hostname()} ${boot} ${pids}`).digest("hex").slice(0, 16);
}
