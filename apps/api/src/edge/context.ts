/** What the platform gives with each request. */
export interface Context {
	/** Keeps the request's context alive until the work is done, at most 30 s after its caller has gone. */
	waitUntil(work: Promise<unknown>): void;
}
