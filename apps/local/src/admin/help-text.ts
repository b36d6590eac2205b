import { COMMON_OPTIONS } from "./parse-arguments.ts";
import type { OptionSpec, PositionalSpec, Verb } from "./verb.ts";

const COMMAND = "npm run admin --";

/** What there is to ask for. */
export function verbList(verbs: readonly Verb[]): string {
	const width = Math.max(...verbs.map(({ name }) => name.length));
	return [
		`Usage: ${COMMAND} VERB [options]`,
		"",
		...verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
		"",
		`Each has --help and --json: ${COMMAND} ${verbs[0]?.name ?? "VERB"} --help`,
	].join("\n");
}

/** One line: how a verb is written. */
export function usageLine(verb: Verb): string {
	const options = Object.entries(verb.options);
	const required = options.filter(([, { required }]) => required).map(optionText);
	const others = options.some(([, { required }]) => !required) ? ["[options]"] : [];
	const words = (verb.positionals ?? []).map(positionalText);
	return ["Usage:", COMMAND, verb.name, ...words, ...required, ...others].join(" ");
}

/** All there is to know about a verb. */
export function verbHelp(verb: Verb): string {
	const rows: [string, string][] = [
		...(verb.positionals ?? []).map((spec): [string, string] => [spec.name, spec.help]),
		...[...Object.entries(verb.options), ...Object.entries(COMMON_OPTIONS)].map((entry): [string, string] => [
			optionText(entry),
			entry[1].help,
		]),
	];
	const width = Math.max(...rows.map(([left]) => left.length));
	const table = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
	const prose = verb.more === undefined ? [verb.summary] : [verb.summary, "", verb.more];
	return [usageLine(verb), "", ...prose, "", ...table].join("\n");
}

function optionText([name, { value }]: [string, OptionSpec]): string {
	return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function positionalText({ name, oneOf, required }: PositionalSpec): string {
	const text = oneOf?.join("|") ?? name;
	return required ? text : `[${text}]`;
}
