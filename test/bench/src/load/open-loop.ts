import { Connection } from "./connection.ts";
import type { Job, Outcome } from "./job.ts";
import { Recorder } from "./recorder.ts";
import { addressOf, requestOf } from "./request.ts";
import type { Schedule } from "./schedule.ts";
import { dueAt, dueBy, scheduleOf } from "./schedule.ts";
import type { TickerOrder } from "./ticker-thread.ts";

const WARM_CONNECTIONS = 32;
/** More than this many unanswered at once, and the run says so instead of opening more. */
const MAX_CONNECTIONS = 2_000;
const LAST_ANSWERS_MS = 10_000;

/** Requests at fixed times, on as many connections as it takes: a slow target delays no request. */
export async function openLoop(job: Job, perSecond: number): Promise<Outcome> {
	const run = new OpenRun(job);
	await run.warm();
	const startMs = performance.timeOrigin + performance.now() + 20;
	const schedule = scheduleOf(Bun.nanoseconds() + 20e6, perSecond, job.seconds);
	const ticker = new Worker(new URL("./ticker-thread.ts", import.meta.url).href);
	const allSent = new Promise<void>((resolve) => {
		ticker.onmessage = () => run.sendDue(schedule) && resolve();
	});
	ticker.postMessage({ startMs, everyMs: 1_000 / perSecond, total: schedule.total + 1 } satisfies TickerOrder);
	await allSent;
	ticker.terminate();
	await run.finish();
	return run.recorder.outcome(job.seconds * 1e9);
}

class OpenRun {
	readonly recorder = new Recorder();
	readonly #job: Job;
	readonly #request: Buffer;
	readonly #idle: Connection[] = [];
	#connections = 0;
	#sent = 0;
	#ended = 0;

	constructor(job: Job) {
		this.#job = job;
		this.#request = requestOf(job);
	}

	async warm(): Promise<void> {
		this.#idle.push(...(await Promise.all(Array.from({ length: WARM_CONNECTIONS }, () => this.#connect()))));
	}

	/** Sends what is due by now; true when nothing is left to send. */
	sendDue(schedule: Schedule): boolean {
		const due = dueBy(schedule, Bun.nanoseconds());
		while (this.#sent < due) this.#send(dueAt(schedule, this.#sent++));
		return this.#sent === schedule.total;
	}

	/** Waits for the last answers; those that never come are failures. */
	async finish(): Promise<void> {
		for (let waited = 0; waited < LAST_ANSWERS_MS && this.#ended < this.#sent; waited += 10) await Bun.sleep(10);
		while (this.#ended++ < this.#sent) this.recorder.failed("no answer");
		for (const connection of this.#idle) connection.close();
	}

	#send(dueNs: number): void {
		let connection = this.#idle.pop();
		while (connection !== undefined && !connection.open) {
			this.#connections -= 1;
			connection = this.#idle.pop();
		}
		if (connection === undefined) {
			this.#sendOnNew(dueNs);
			return;
		}
		this.recorder.sent(dueNs, Bun.nanoseconds());
		connection.send(this.#request, dueNs);
	}

	#sendOnNew(dueNs: number): void {
		if (this.#connections >= MAX_CONNECTIONS) {
			this.#fail("too many unanswered");
			return;
		}
		this.#connect().then(
			(connection) => connection.send(this.#request, dueNs),
			() => this.#fail("cannot connect"),
		);
	}

	async #connect(): Promise<Connection> {
		this.#connections += 1;
		const { hostname, port } = addressOf(this.#job.url);
		const connection = new Connection(this.#job.stream, (one, failure) => this.#end(one, failure));
		await connection.connect(hostname, port);
		return connection;
	}

	#end(connection: Connection, failure: string | undefined): void {
		if (failure !== undefined) this.recorder.failed(failure);
		else this.recorder.completed(connection.dueNs, connection.firstByteNs, Bun.nanoseconds());
		this.#ended += 1;
		this.#idle.push(connection);
	}

	#fail(reason: string): void {
		this.recorder.failed(reason);
		this.#ended += 1;
	}
}
