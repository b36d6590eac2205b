import { setTimeout as sleep } from "node:timers/promises";

/** What happened to the server while we ran. */
export type ServerEvent =
	| { readonly type: "died"; readonly pid: number }
	| { readonly type: "restarted"; readonly pid: number; readonly after_ms: number }
	| { readonly type: "restart_failed"; readonly reason: string; readonly next_try_ms: number };

export interface Supervised {
	readonly pid: number;
	isAlive(pid: number): Promise<boolean>;
	restart(): Promise<number>;
	onEvent(event: ServerEvent): void;
}

export interface Supervision {
	/** End the watch, after a restart that is under way; the pid of the server that is left to stop. */
	end(): Promise<number>;
}

const LOOK_EVERY_MS = 100;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** Watch a server and start it again when it dies, for as long as it takes. */
export function supervise(supervised: Supervised): Supervision {
	const leaving = new AbortController();
	let pid = supervised.pid;
	const watching = watch();
	return {
		end: async () => {
			leaving.abort();
			await watching;
			return pid;
		},
	};

	async function watch(): Promise<void> {
		while (!leaving.signal.aborted) {
			if (!(await supervised.isAlive(pid))) await bringBack();
			await pause(LOOK_EVERY_MS);
		}
	}

	async function bringBack(): Promise<void> {
		const diedAt = performance.now();
		supervised.onEvent({ type: "died", pid });
		for (let wait = FIRST_WAIT_MS; !leaving.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
			try {
				pid = await supervised.restart();
				supervised.onEvent({ type: "restarted", pid, after_ms: Math.round(performance.now() - diedAt) });
				return;
			} catch (error) {
				const reason = error instanceof Error ? error.message : String(error);
				supervised.onEvent({ type: "restart_failed", reason, next_try_ms: wait });
				await pause(wait);
			}
		}
	}

	/** Keeps no process alive, and ends at once when the watch does. */
	function pause(ms: number): Promise<void> {
		return sleep(ms, undefined, { ref: false, signal: leaving.signal }).catch(() => undefined);
	}
}
