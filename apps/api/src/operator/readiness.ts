import type { Readiness } from "../dependencies.ts";

/** How long a store may take to say that it is there. */
const PATIENCE_MS = 2_000;

/** Says of each named check whether it holds; `trouble` is what is said of one that does not. */
export function readinessOf(checks: Readonly<Record<string, { holds: boolean; trouble: string }>>): Readiness {
	const said = Object.fromEntries(
		Object.entries(checks).map(([name, { holds, trouble }]) => [name, holds ? "ok" : trouble]),
	);
	return { ready: Object.values(checks).every(({ holds }) => holds), checks: said };
}

/** Whether a store answers in time. */
export function answers(work: PromiseLike<unknown>): Promise<boolean> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), PATIENCE_MS);
		work
			.then(
				() => resolve(true),
				() => resolve(false),
			)
			.then(() => clearTimeout(timer));
	});
}
