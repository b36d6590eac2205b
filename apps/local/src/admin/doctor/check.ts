/** How one thing is: `warning` works but is not as it should be, `broken` does not, `skipped` was not looked at. */
export type CheckStatus = "ok" | "warning" | "broken" | "skipped";

export interface Check {
	/** What was looked at: `database`, `provider openai`. */
	readonly name: string;
	readonly status: CheckStatus;
	/** What was seen, as a clause. */
	readonly detail: string;
	/** What to do about it. */
	readonly advice?: string;
}

export function ok(name: string, detail: string): Check {
	return { name, status: "ok", detail };
}

export function skipped(name: string, detail: string): Check {
	return { name, status: "skipped", detail };
}

export function warning(name: string, detail: string, advice: string): Check {
	return { name, status: "warning", detail, advice };
}

export function broken(name: string, detail: string, advice: string): Check {
	return { name, status: "broken", detail, advice };
}

/** Looks, and takes a failure to look as broken. */
export async function look(name: string, advice: string, check: () => Promise<Check>): Promise<Check> {
	try {
		return await check();
	} catch (error) {
		return broken(name, error instanceof Error ? error.message : String(error), advice);
	}
}
