/** How fast one billing worker settles what waits of one account. */
export type PostingSpeed = {
	readonly generations: number;
	readonly seconds: number;
	readonly per_second: number;
	/** CPU time of the worker for each generation, in µs. */
	readonly worker_cpu_us: number;
	/** What the balance says was posted, as a share of what was due: 1, or the figure means nothing. */
	readonly posted_share: number;
};
