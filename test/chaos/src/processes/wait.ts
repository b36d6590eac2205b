export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/**
 * Looks again until it is so. A look that throws counts as "not yet".
 *
 * @returns the milliseconds it took; undefined when the time was over first.
 */
export async function waitUntil(
	isSo: () => boolean | Promise<boolean>,
	patienceMs: number,
	pauseMs = 50,
): Promise<number | undefined> {
	const began = performance.now();
	for (;;) {
		if (await Promise.resolve(isSo()).catch(() => false)) return performance.now() - began;
		if (performance.now() - began >= patienceMs) return undefined;
		await sleep(pauseMs);
	}
}
