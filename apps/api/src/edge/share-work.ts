/** Does work once for all requests that ask for it, by name, while it is under way; each gets its outcome. */
export type Share = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** A request that is lost takes its work with it: those who wait for it do it themselves after this. */
const LOST_MS = 5_000;

/**
 * Shares work between the requests of an isolate. The platform lets a request wait for another's promise, but not longer
 * than that one lives, and only while it waits for something of its own as well: here, a timer.
 */
export function shareWork(sleep: (ms: number) => Promise<void>): Share {
	const underWay = new Map<string, Promise<unknown>>();
	return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		const known = underWay.get(name);
		if (known) {
			const outcome = await Promise.race([known.then((value) => ({ value })), sleep(LOST_MS)]);
			// A name stands for one kind of work, so for one type of outcome.
			if (outcome) return outcome.value as T;
		}
		const begun = work();
		underWay.set(name, begun);
		try {
			return await begun;
		} finally {
			if (underWay.get(name) === begun) underWay.delete(name);
		}
	};
}
