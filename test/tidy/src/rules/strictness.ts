import type { Rule } from "../house/house.ts";

/** `env.ts`, or `env.test.ts` beside it. */
const ENVIRONMENT_FILE = /(?:^|\/)env(?:\.test)?\.ts$/;

export const environmentIsReadInOnePlace: Rule = ({ files }) =>
	files
		.filter(({ path }) => !ENVIRONMENT_FILE.test(path) && !path.endsWith(".config.ts"))
		.flatMap(({ path, syntax }) =>
			(syntax?.environment ?? []).map(({ what, line }) => ({
				file: path,
				line,
				problem: `reads ${what}`,
				remedy: "Only files named env.ts read the environment; take the value as an argument",
			})),
		);

export const typesAreStrict: Rule = ({ files }) =>
	files.flatMap(({ path, syntax }) =>
		(syntax?.loose ?? []).map(({ what, line }) => ({
			file: path,
			line,
			problem: what === "any" ? "uses the type any" : "asserts with ! that something is there",
			remedy: what === "any" ? "Use unknown, and parse it" : "Check it, or give it a type that has it",
		})),
	);

/** Only packages/money knows how an amount becomes a number without lying about it. */
export const moneyIsNoFloat: Rule = ({ files }) =>
	files
		.filter(({ path, forTests }) => !path.startsWith("packages/money/") && !forTests)
		.flatMap(({ path, syntax }) =>
			(syntax?.floats ?? [])
				.filter(({ what }) => /nano|pico/i.test(what))
				.map(({ what, line }) => ({
					file: path,
					line,
					problem: `makes a float of ${what}`,
					remedy: "Use formatUsd or approximateUsd of @turnpike/money",
				})),
		);

export const everyFileParses: Rule = ({ files }) =>
	files.flatMap(({ path, syntax }) =>
		(syntax?.errors ?? []).map((problem) => ({ file: path, problem, remedy: "Nothing else is checked in it" })),
	);
