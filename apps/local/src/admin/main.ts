import { configFromEnvironment } from "../env.ts";
import { makeOperator } from "./operator.ts";
import { runAdmin } from "./run-admin.ts";
import { VERBS } from "./verbs.ts";

const INTERRUPTED = 130;

const words = process.argv.slice(2);
const watched = process.stderr.isTTY === true && !words.includes("--json");
const operator = makeOperator({
	readConfig: configFromEnvironment,
	note: (line) => {
		if (watched) process.stderr.write(`${line}\n`);
	},
});

// An embedded database that was started for this command is stopped again.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
	process.once(signal, () => void operator.close().finally(() => process.exit(INTERRUPTED)));
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", () => {});

const terminal = {
	out: (text: string) => void process.stdout.write(text),
	err: (text: string) => void process.stderr.write(text),
};
// Not process.exit: what was written to a pipe has to arrive first.
process.exitCode = await runAdmin(VERBS, words, terminal, operator);
