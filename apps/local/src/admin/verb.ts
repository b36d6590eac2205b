import type { Operator } from "./operator.ts";

export interface OptionSpec {
	/** What stands for its value in the help, `USD`; absent: a switch, which takes no value. */
	readonly value?: string;
	readonly help: string;
	readonly required?: boolean;
}

/** A word that is no option: `parked retry`. */
export interface PositionalSpec {
	readonly name: string;
	readonly help: string;
	/** The words it may be; absent: any. */
	readonly oneOf?: readonly string[];
	readonly required?: boolean;
}

/** What was given on the command line: only options that the verb has, each at most once, the required ones for sure. */
export interface Given<Name extends string = string> {
	/** The text of an option, or undefined when it was not given. */
	text(name: Name): string | undefined;
	has(name: Name): boolean;
	positional(index: number): string | undefined;
}

/** What a verb has to show. */
export interface Outcome {
	/** What `--json` prints. */
	readonly json: object;
	/** What a person reads, without a newline at its end. */
	readonly text: string;
	/** What was found is not as it should be: the exit code is 1. */
	readonly failed?: boolean;
}

/** Options every verb has. */
export type CommonOption = "json" | "help";

export type Act = (operator: Operator) => Promise<Outcome>;

/** One word of the operator's command line. */
export interface Verb<Name extends string = string> {
	readonly name: string;
	readonly summary: string;
	/** What help says after the summary. */
	readonly more?: string;
	readonly options: Readonly<Record<Name, OptionSpec>>;
	readonly positionals?: readonly PositionalSpec[];
	/** Reads what was given, before anything is opened. @throws WrongUse. */
	plan(given: Given<Name | CommonOption>): Act;
}

/** Lets a verb ask only for options it has. */
export function defineVerb<const Name extends string>(verb: Verb<Name>): Verb {
	return verb;
}
