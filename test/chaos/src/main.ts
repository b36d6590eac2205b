/** `npm run chaos`: see HELP in options.ts, and the README beside this folder for what is counted. */
import { chaos } from "./chaos.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { print } from "./report/print.ts";
import { isRight } from "./report/report.ts";

/** How long a run that was told to stop may take to end in order. */
const STOPPING_MS = 60_000;

const options = optionsOrExit();
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
	process.on(signal, () => {
		// The first ends the run in order; whoever insists gets the end at once: the keeper ends what we started.
		if (stopping.signal.aborted) process.exit(130);
		console.error("· stopping");
		stopping.abort();
		setTimeout(() => process.exit(130), STOPPING_MS).unref();
	});
}
// Nothing in a run waits for ever; should something do so all the same, that is a failure and not a hang.
setTimeout(() => {
	console.error(`the run did not end within ${Math.round(longestMs(options) / 1_000)} s`);
	process.exit(1);
}, longestMs(options)).unref();

console.error(`· seed ${options.seed}`);
try {
	const reports = await chaos(options, stopping.signal, (line) => console.error(`· ${line}`));
	console.log(options.json ? JSON.stringify({ seed: options.seed, reports }) : print(reports, options.seed));
	process.exit(stopping.signal.aborted ? 130 : reports.every(isRight) ? 0 : 1);
} catch (error) {
	console.error(error instanceof Error ? (error.stack ?? error.message) : error);
	process.exit(1);
}

/** Far longer than a run that works. */
function longestMs({ scenarios, seconds }: Options): number {
	return scenarios.length * (seconds * 1_000 + 150_000);
}

function optionsOrExit(): Options {
	try {
		const parsed = parseOptions(process.argv.slice(2), () => Math.floor(Math.random() * 1_000_000));
		if (parsed) return parsed;
		console.log(HELP);
		return process.exit(0);
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
		return process.exit(2);
	}
}
