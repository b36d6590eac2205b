import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Account } from "./place-cluster.ts";

/**
 * Start a program of Postgres's: as the cluster's account, without our environment (its `PG…` variables would steer the
 * server), and from the root directory, which every account can enter.
 */
export function runAsAccount(
	program: string,
	words: readonly string[],
	account: Account | undefined,
	options: Pick<SpawnOptions, "stdio" | "detached">,
): ChildProcess {
	return spawn(program, words, {
		...options,
		...account,
		cwd: "/",
		env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
	});
}
