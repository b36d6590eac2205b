import { WrongUse } from "./failures.ts";
import { usageLine, verbHelp, verbList } from "./help-text.ts";
import type { Operator } from "./operator.ts";
import { parseArguments } from "./parse-arguments.ts";
import { sentenceOf } from "./sentence-of.ts";
import type { Act, Given, Verb } from "./verb.ts";

/** Where a command's words go. */
export interface Terminal {
	out(text: string): void;
	err(text: string): void;
}

export type ExitCode = 0 | 1 | 2;

/** Carries out one command: reads it, does it, shows what came of it. */
export async function runAdmin(
	verbs: readonly Verb[],
	words: readonly string[],
	terminal: Terminal,
	operator: Operator,
): Promise<ExitCode> {
	const [name, ...rest] = words;
	if (name === "--help" || name === "-h" || name === "help") {
		terminal.out(`${verbList(verbs)}\n`);
		return 0;
	}
	const verb = verbs.find((known) => known.name === name);
	if (!verb) {
		terminal.err(`${noSuchVerb(name)}\n\n${verbList(verbs)}\n`);
		return 2;
	}
	let given: Given;
	let act: Act;
	try {
		given = parseArguments(verb, rest);
		if (given.has("help")) {
			terminal.out(`${verbHelp(verb)}\n`);
			return 0;
		}
		act = verb.plan(given);
	} catch (error) {
		if (!(error instanceof WrongUse)) throw error;
		terminal.err(`${error.message}\n${usageLine(verb)}\n`);
		return 2;
	}
	return carryOut(act, given.has("json"), terminal, operator);
}

async function carryOut(act: Act, json: boolean, terminal: Terminal, operator: Operator): Promise<ExitCode> {
	try {
		const outcome = await act(operator);
		const shown = json ? JSON.stringify(outcome.json) : outcome.text;
		terminal.out(shown.endsWith("\n") ? shown : `${shown}\n`);
		return outcome.failed ? 1 : 0;
	} catch (error) {
		terminal.err(`${sentenceOf(error)}\n`);
		return 1;
	} finally {
		await operator.close();
	}
}

function noSuchVerb(name: string | undefined): string {
	return name === undefined ? "Which verb?" : `There is no verb ${JSON.stringify(name)}.`;
}
