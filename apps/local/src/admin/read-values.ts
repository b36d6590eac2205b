import { formatUsd, NANO_PER_USD, type NanoUsd, nanoUsd, parseUsd } from "@turnpike/money";
import { WrongUse } from "./failures.ts";
import type { Given } from "./verb.ts";

/** A slip of the hand costs no more than this at once. */
export const MOST_USD = nanoUsd(1_000_000n * NANO_PER_USD);

const EMAIL = /^[^\s@,]+@[^\s@,]+$/;
const MOST_EMAIL_LETTERS = 254;
const MOST_NAME_LETTERS = 200;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The text of a required option. */
export function readText<Name extends string>(given: Given<Name>, name: Name): string {
	const text = given.text(name);
	if (text === undefined) throw new WrongUse(`--${name} is required.`);
	return text;
}

/** A name people give to things: one line, not empty. */
export function readName<Name extends string>(given: Given<Name>, name: Name): string {
	const text = readText(given, name).trim();
	if (text === "" || text.length > MOST_NAME_LETTERS || /\p{Cc}/u.test(text)) {
		throw new WrongUse(`--${name} must be one line of at most ${MOST_NAME_LETTERS} letters, and not empty.`);
	}
	return text;
}

/** One address, not a check that it takes mail. */
export function readEmail<Name extends string>(given: Given<Name>, name: Name): string | undefined {
	const email = given.text(name);
	if (email !== undefined && (!EMAIL.test(email) || email.length > MOST_EMAIL_LETTERS)) {
		throw new WrongUse(`--${name} must be one address, such as ada@example.com, not ${JSON.stringify(email)}.`);
	}
	return email;
}

/** An exact amount of USD between two bounds, both included. */
export function readUsd<Name extends string>(given: Given<Name>, name: Name, least: NanoUsd): NanoUsd | undefined {
	const text = given.text(name);
	if (text === undefined) return undefined;
	const amount = usdOf(text);
	if (amount === undefined || amount < least || amount > MOST_USD) {
		const bounds = `from ${formatUsd(least)} to ${formatUsd(MOST_USD)}`;
		throw new WrongUse(`--${name} must be an amount such as 10 or 0.05, ${bounds}, not ${JSON.stringify(text)}.`);
	}
	return amount;
}

function usdOf(text: string): NanoUsd | undefined {
	try {
		return parseUsd(text);
	} catch {
		return undefined;
	}
}

/** A whole number from 1 to `most`. */
export function readCount<Name extends string>(given: Given<Name>, name: Name, most: number): number | undefined {
	const text = given.text(name);
	if (text === undefined) return undefined;
	const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
	if (count < 1 || count > most) {
		throw new WrongUse(`--${name} must be a whole number from 1 to ${most}, not ${JSON.stringify(text)}.`);
	}
	return count;
}

/** A moment in unix milliseconds: a UTC day (its beginning), or an instant with its offset. */
export function readInstant<Name extends string>(given: Given<Name>, name: Name): number | undefined {
	const text = given.text(name);
	if (text === undefined) return undefined;
	const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
	// A day that the month does not have would be read as one of the next month.
	if (Number.isNaN(time) || !isInMonth(text)) {
		throw new WrongUse(
			`--${name} must be a day such as 2027-01-31 or an instant such as 2027-01-31T08:00:00Z, not ${JSON.stringify(text)}.`,
		);
	}
	return time;
}

function isInMonth(text: string): boolean {
	const day = text.slice(0, 10);
	const midnight = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

/** One of some words. */
export function readChoice<Name extends string, Choice extends string>(
	given: Given<Name>,
	name: Name,
	choices: readonly Choice[],
): Choice | undefined {
	const text = given.text(name);
	if (text === undefined) return undefined;
	const choice = choices.find((known) => known === text);
	if (!choice) throw new WrongUse(`--${name} must be one of ${choices.join(", ")}, not ${JSON.stringify(text)}.`);
	return choice;
}

/** Words with commas between, each fitting the pattern. */
export function readList<Name extends string>(
	given: Given<Name>,
	name: Name,
	fits: (word: string) => boolean,
	right: string,
): readonly string[] | undefined {
	const text = given.text(name);
	if (text === undefined) return undefined;
	const words = text.split(",").map((word) => word.trim());
	const wrong = words.find((word) => !fits(word));
	if (wrong !== undefined) throw new WrongUse(`--${name} must be ${right}, not ${JSON.stringify(wrong)}.`);
	return [...new Set(words)];
}

/** The period of a report, in unix milliseconds; open at an end that was not given. */
export interface Period {
	readonly from: number;
	readonly to: number;
}

const END_OF_TIME = Date.UTC(9999, 0, 1);

export function readPeriod(given: Given<"from" | "to">): Period {
	const period = { from: readInstant(given, "from") ?? 0, to: readInstant(given, "to") ?? END_OF_TIME };
	if (period.from >= period.to) throw new WrongUse("--from must be before --to.");
	return period;
}

export const PERIOD_OPTIONS = {
	from: { value: "TIME", help: "From this UTC day or instant on; without it, from the beginning." },
	to: { value: "TIME", help: "Before this UTC day or instant; without it, until now." },
} as const;
