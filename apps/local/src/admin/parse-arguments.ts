import { parseArgs } from "node:util";
import { WrongUse } from "./failures.ts";
import type { CommonOption, Given, OptionSpec, Verb } from "./verb.ts";

/** What the options say that every verb has. */
export const COMMON_OPTIONS = {
	json: { help: "Print one JSON object and nothing else." },
	help: { help: "Print this and do nothing." },
} as const satisfies Record<CommonOption, OptionSpec>;

type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** Reads a verb's arguments by its own table of options. @throws WrongUse for what the table does not have. */
export function parseArguments(verb: Verb, words: readonly string[]): Given {
	const specs: Readonly<Record<string, OptionSpec>> = { ...verb.options, ...COMMON_OPTIONS };
	const { tokens } = parseArgs({
		args: [...words],
		options: {
			...Object.fromEntries(Object.entries(specs).map(([name, { value }]) => [name, { type: typeOf(value) }])),
			help: { type: "boolean", short: "h" },
		},
		allowPositionals: true,
		// What is wrong is said in our own words.
		strict: false,
		tokens: true,
	});
	const options = new Map<string, string>();
	const positionals: string[] = [];
	for (const token of tokens) {
		if (token.kind === "option") {
			const value = readOption(verb, specs, token);
			if (options.has(token.name)) throw new WrongUse(`--${token.name} is given twice.`);
			options.set(token.name, value);
		}
		if (token.kind === "positional") positionals.push(token.value);
	}
	const given = givenOf(options, positionals);
	if (!given.has("help")) assertComplete(verb, given, positionals);
	return given;
}

function typeOf(value: string | undefined): "string" | "boolean" {
	return value === undefined ? "boolean" : "string";
}

function readOption(verb: Verb, specs: Readonly<Record<string, OptionSpec>>, token: OptionToken): string {
	const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
	if (spec === undefined) throw new WrongUse(`${verb.name} has no option ${token.rawName}.`);
	if (spec.value === undefined) {
		if (token.value !== undefined) throw new WrongUse(`${token.rawName} takes no value.`);
		return "";
	}
	const { value } = token;
	if (value === undefined || value === "") throw new WrongUse(`${token.rawName} needs a value: ${spec.value}.`);
	if (!token.inlineValue && value.startsWith("-")) {
		throw new WrongUse(`${token.rawName} needs a value; write ${token.rawName}=${value} if ${value} is meant.`);
	}
	return value;
}

function givenOf(options: ReadonlyMap<string, string>, positionals: readonly string[]): Given {
	return {
		text: (name) => options.get(name),
		has: (name) => options.has(name),
		positional: (index) => positionals[index],
	};
}

function assertComplete(verb: Verb, given: Given, positionals: readonly string[]): void {
	const specs = verb.positionals ?? [];
	for (const [index, { name, oneOf, required }] of specs.entries()) {
		const word = positionals[index];
		if (word === undefined && required) throw new WrongUse(`${verb.name} needs ${choice(name, oneOf)}.`);
		if (word !== undefined && oneOf && !oneOf.includes(word)) {
			throw new WrongUse(`${verb.name} takes ${choice(name, oneOf)}, not ${JSON.stringify(word)}.`);
		}
	}
	const extra = positionals[specs.length];
	if (extra !== undefined) throw new WrongUse(`${verb.name} does not know what to do with ${JSON.stringify(extra)}.`);
	for (const [name, spec] of Object.entries(verb.options)) {
		if (spec.required && !given.has(name)) throw new WrongUse(`${verb.name} needs --${name} ${spec.value ?? ""}.`);
	}
}

function choice(name: string, oneOf: readonly string[] | undefined): string {
	return oneOf ? oneOf.join(" or ") : name;
}
