/** Settles with the work, or rejects (`COMMIT_TIMEOUT`) when it takes longer. What was asked for may still be done. */
export function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const late = Object.assign(new Error("the database did not answer in time"), { code: SILENT });
		const timer = setTimeout(() => reject(late), ms);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

const SILENT = "COMMIT_TIMEOUT";

/** Whether a database that said nothing was waited for: by `inTime`, or by the driver while it connected. */
export function isSilence(error: unknown): boolean {
	return error instanceof Error && "code" in error && (error.code === SILENT || error.code === "CONNECT_TIMEOUT");
}
