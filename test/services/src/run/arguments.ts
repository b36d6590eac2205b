/** What `npm test -- …` was asked to narrow the run to. */
export interface RunArguments {
	/** Workspaces, in turbo's filter syntax; none means all. */
	readonly filters: readonly string[];
	/** Parts of test files' paths; a workspace without such a file is left out. */
	readonly patterns: readonly string[];
	/** Options for vitest. */
	readonly options: readonly string[];
	readonly help: boolean;
}

export const HELP = `npm test [-- [--filter <workspace>]… [<part of a test file's path>]… [-- <vitest option>…]]

  npm test                                        every test
  npm test -- --filter @turnpike/money            one workspace
  npm test -- --filter @turnpike/ledger hold      its files whose path contains "hold"
  npm test -- -- -t "exactly once"                tests by name, everywhere

Given by environment, or else found or started: TEST_DATABASE_URL, TEST_REDIS_URL, TEST_CHROMIUM.`;

export function parseArguments(words: readonly string[]): RunArguments {
	const end = words.indexOf("--");
	const own = end === -1 ? words : words.slice(0, end);
	const filters: string[] = [];
	const patterns: string[] = [];
	let help = false;
	for (let index = 0; index < own.length; index++) {
		const word = own[index] ?? "";
		if (word === "--help" || word === "-h") help = true;
		else if (word.startsWith("--filter=")) filters.push(word.slice("--filter=".length));
		else if (word === "--filter" || word === "-F") filters.push(workspaceAfter(word, own[++index]));
		else if (word.startsWith("-")) throw new Error(`unknown option ${word}; vitest's options go after another --`);
		else patterns.push(word);
	}
	return { filters, patterns, options: end === -1 ? [] : words.slice(end + 1), help };
}

function workspaceAfter(option: string, value: string | undefined): string {
	if (value === undefined) throw new Error(`${option} needs the name of a workspace`);
	return value;
}
