/** `npm run bench`: see HELP in options.ts, and the README beside this folder for how to read the table. */
import { bench, type Findings } from "./bench.ts";
import { HELP, type Options, parseOptions } from "./options.ts";
import { judgeAims } from "./report/aims.ts";
import { compare } from "./report/compare.ts";
import { failures, report } from "./report/report.ts";

const options = optionsOrExit();
const findings = await bench(options, (line) => console.error(`· ${line}`)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
console.log(options.json ? jsonReport(findings) : report(findings));
process.exit(isSound(findings) ? 0 : 1);

function optionsOrExit(): Options {
	try {
		const parsed = parseOptions(process.argv.slice(2));
		if (parsed !== undefined) return parsed;
		console.log(HELP);
		return process.exit(0);
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
		return process.exit(2);
	}
}

function jsonReport(found: Findings): string {
	const measurements = compare(found.measurements);
	return JSON.stringify({ ...found, measurements, aims: judgeAims(measurements, found.posting) });
}

/** Speed is no verdict here, wrong answers and wrong books are. */
function isSound({ measurements, audit, posting }: Findings): boolean {
	const settled = measurements.every((one) => one.settlement === undefined || one.settlement.drain_ms !== undefined);
	const exact = audit === undefined || (Number(audit.difference_usd) === 0 && audit.entries_sum_zero);
	const posted = posting === undefined || posting.posted_share === 1;
	return settled && exact && posted && measurements.every((one) => failures(one) === 0);
}
