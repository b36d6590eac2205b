import { Connection } from "./connection.ts";
import type { Job, Outcome } from "./job.ts";
import { Recorder } from "./recorder.ts";
import { addressOf, requestOf } from "./request.ts";

/** As much as the target can do: every connection sends its next request when its last answer ended. */
export async function closedLoop(job: Job, connections: number): Promise<Outcome> {
	const request = requestOf(job);
	const address = addressOf(job.url);
	const recorder = new Recorder();
	const stopNs = Bun.nanoseconds() + job.seconds * 1e9;
	const pool = new Set<Connection>();

	const next = (connection: Connection) => connection.send(request, Bun.nanoseconds());
	const join = async (): Promise<void> => {
		const connection = new Connection(job.stream, ended);
		await connection.connect(address.hostname, address.port);
		pool.add(connection);
		next(connection);
	};
	const rejoin = () => join().catch(() => recorder.failed("cannot connect"));
	function ended(connection: Connection, failure: string | undefined): void {
		const now = Bun.nanoseconds();
		if (now >= stopNs) return;
		if (failure === undefined) recorder.completed(connection.dueNs, connection.firstByteNs, now);
		else recorder.failed(failure);
		if (connection.open) {
			next(connection);
		} else {
			pool.delete(connection);
			setTimeout(rejoin, 10);
		}
	}

	await Promise.all(Array.from({ length: connections }, join));
	await Bun.sleep((stopNs - Bun.nanoseconds()) / 1e6);
	await settle(pool);
	return recorder.outcome(job.seconds * 1e9);
}

/** Lets the last answers arrive, so that the target is idle when the next run begins; then hangs up. */
async function settle(pool: ReadonlySet<Connection>): Promise<void> {
	for (let waited = 0; waited < 10_000 && [...pool].some((one) => one.busy); waited += 10) await Bun.sleep(10);
	for (const connection of pool) connection.close();
}
