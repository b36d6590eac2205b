/** Settles with the work, or rejects (`COMMIT_TIMEOUT`) when it takes longer. What was asked for may still be done. */
export function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const late = Object.assign(new Error("the database did not answer in time"), { code: SILENT });
		const timer = setTimeout(() => reject(late), ms);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

const SILENT = "COMMIT_TIMEOUT";

/** Whether it is `inTime` that gave up. */
export function isSilence(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === SILENT;
}
