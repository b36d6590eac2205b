import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./process-identity.ts";

export interface StopBounds {
	/** Open transactions are rolled back, everything is written out: the next start needs no recovery. */
	readonly fastMs: number;
	/** The server's children are made to quit: nothing committed is lost, the next start recovers. */
	readonly immediateMs: number;
}

/** Longer than a shutdown checkpoint of `max_wal_size` takes on a slow disk. */
export const STOP_BOUNDS: StopBounds = { fastMs: 60_000, immediateMs: 10_000 };

/** Stop a server and wait until it is gone: fast, then immediate, then by force. The signals are those of pg_ctl. */
export async function stopPostmaster(pid: number, log: (line: string) => void, bounds = STOP_BOUNDS): Promise<void> {
	if (await signalAndWait(pid, "SIGINT", bounds.fastMs)) return;
	log(`Postgres did not stop within ${bounds.fastMs / 1000} s; stopping it at once (the next start recovers)`);
	if (await signalAndWait(pid, "SIGQUIT", bounds.immediateMs)) return;
	await signalAndWait(pid, "SIGKILL", bounds.immediateMs);
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, boundMs: number): Promise<boolean> {
	const giveUpAt = performance.now() + boundMs;
	if (await isAlive(pid)) sendSignal(pid, signal);
	while (await isAlive(pid)) {
		if (performance.now() > giveUpAt) return false;
		await sleep(20);
	}
	return true;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		// It may have died between the look and the signal.
		if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
	}
}
