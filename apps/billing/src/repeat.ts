/** What runs until it is stopped. */
export interface Stoppable {
	/** Resolves when what is under way has ended; nothing follows. */
	stop(): Promise<void>;
}

/** A task that runs again and again until it is stopped. */
export interface Repeating extends Stoppable {
	/** Runs it soon instead of after the pause. */
	nudge(): void;
}

/**
 * Repeats a task with a pause between runs, never two at once. A failed run is reported and the next one comes after
 * the pause all the same.
 *
 * @param task returns true when there is more to do at once.
 */
export function repeat(task: () => Promise<boolean>, pauseMs: number, onTrouble: (error: unknown) => void): Repeating {
	let stopped = false;
	let wake: (() => void) | undefined;
	let nudged = false;

	const pause = () =>
		new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, pauseMs);
			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});

	async function run(): Promise<void> {
		while (!stopped) {
			let more = false;
			nudged = false;
			try {
				more = await task();
			} catch (error) {
				onTrouble(error);
			}
			if (!stopped && !more && !nudged) await pause();
		}
	}

	const running = run();
	return {
		nudge() {
			nudged = true;
			wake?.();
		},
		async stop() {
			stopped = true;
			wake?.();
			await running;
		},
	};
}
