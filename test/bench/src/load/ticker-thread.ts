/**
 * The thread that wakes the open loop at each due time. An event loop's timers count whole milliseconds; `Atomics.wait`
 * sleeps to about a tenth of one without burning the core that the upstream needs too.
 */
declare const self: Worker;

/** When to wake: `total` times, `everyMs` apart, from `startMs` of the epoch's clock. */
export type TickerOrder = { readonly startMs: number; readonly everyMs: number; readonly total: number };

self.onmessage = (message: MessageEvent<TickerOrder>) => {
	const { startMs, everyMs, total } = message.data;
	const sleeper = new Int32Array(new SharedArrayBuffer(4));
	for (let index = 0; index < total; index++) {
		const wait = startMs + index * everyMs - (performance.timeOrigin + performance.now());
		if (wait > 0) Atomics.wait(sleeper, 0, 0, wait);
		self.postMessage(index);
	}
};
