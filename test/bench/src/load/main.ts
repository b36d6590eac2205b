/** The loader: takes one job per line on standard input, answers each with one line, its outcome or `{"error"}`. */
import { createInterface } from "node:readline";
import { closedLoop } from "./closed-loop.ts";
import type { Job, Outcome } from "./job.ts";
import { openLoop } from "./open-loop.ts";

const run = (job: Job): Promise<Outcome> =>
	job.load.kind === "open" ? openLoop(job, job.load.per_second) : closedLoop(job, job.load.connections);

for await (const line of createInterface({ input: process.stdin })) {
	const job = JSON.parse(line) as Job;
	const answer = await run(job).catch((error: unknown) => ({ error: String(error) }));
	console.log(JSON.stringify(answer));
}
