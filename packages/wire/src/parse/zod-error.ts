import type * as z from "zod";
import type { ErrorCode } from "../errors/codes.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { pathText, valueAt } from "./path.ts";

type Issue = z.core.$ZodIssue;

/** How far an issue got before it failed, for choosing among the alternatives of a union. */
function depthOf(issue: Issue): number {
	if (issue.code !== "invalid_union") return issue.path.length;
	const inner = bestOf(issue.errors);
	return issue.path.length + (inner === undefined ? 0 : depthOf(inner));
}

/** Whether a value was of the right kind and failed by what it is: too long, too large. */
function fits(issue: Issue): boolean {
	return !["invalid_type", "invalid_value", "invalid_union", "custom"].includes(issue.code);
}

/** Of several alternatives that failed, the issue of the one that fitted best: that is the one that was meant. */
function bestOf(alternatives: readonly (readonly Issue[])[]): Issue | undefined {
	const firsts = alternatives.flatMap(([first]) => (first === undefined ? [] : [first]));
	const meant = firsts.some(fits) ? firsts.filter(fits) : firsts;
	return meant.reduce<Issue | undefined>((best, issue) => {
		return best === undefined || depthOf(issue) > depthOf(best) ? issue : best;
	}, undefined);
}

/** Follows unions down to the issue that says most, with its whole path. */
function resolve(issue: Issue, prefix: readonly PropertyKey[]): Issue {
	const path = [...prefix, ...issue.path];
	if (issue.code === "invalid_union") {
		const inner = bestOf(issue.errors);
		if (inner !== undefined && (depthOf(inner) > 0 || fits(inner))) return resolve(inner, path);
	}
	return { ...issue, path };
}

function namesOf(issue: Extract<Issue, { code: "invalid_type" }>): string {
	if (issue.expected === "int") return "a whole number";
	if (issue.expected === "record" || issue.expected === "object") return "an object";
	if (issue.expected === "array") return "an array";
	return `a ${issue.expected}`;
}

function listed(values: readonly unknown[]): string {
	return values.map((value) => JSON.stringify(value)).join(", ");
}

function kindsOf(issue: Extract<Issue, { code: "invalid_union" }>): string {
	if ("options" in issue && Array.isArray(issue.options)) return `one of ${listed(issue.options)}`;
	const kinds = issue.errors.flatMap(([first]) => (first === undefined ? [] : [whatIsRight(first)]));
	return [...new Set(kinds)].join(" or ");
}

function bound(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
	const least = issue.code === "too_small";
	const limit = String(least ? issue.minimum : issue.maximum);
	const word = least ? "at least" : "at most";
	if (issue.origin === "string") return `${word} ${limit} characters long`;
	if (issue.origin === "array" || issue.origin === "set") return `a list of ${word} ${limit}`;
	if (!issue.inclusive) return `${least ? "more" : "less"} than ${limit}`;
	return `${word} ${limit}`;
}

/** What would have been right, to follow "must be". */
function whatIsRight(issue: Issue): string {
	switch (issue.code) {
		case "invalid_type":
			return namesOf(issue);
		case "invalid_value":
			return issue.values.length === 1 ? listed(issue.values) : `one of ${listed(issue.values)}`;
		case "too_small":
		case "too_big":
			return bound(issue);
		case "invalid_union":
			return kindsOf(issue);
		case "not_multiple_of":
			return `a multiple of ${issue.divisor}`;
		case "invalid_format":
			return issue.format === "datetime" ? "an instant such as 2026-11-23T08:00:00Z" : issue.message;
		default:
			return issue.message;
	}
}

const NUMERIC = new Set(["number", "int"]);

/** Whether what failed is the JSON type, in every alternative there is; of numbers the contract speaks as values. */
function isWrongType(issue: Issue): boolean {
	if (issue.code === "invalid_type") return !NUMERIC.has(issue.expected);
	if (issue.code !== "invalid_union" || issue.errors.length === 0) return false;
	return issue.errors.every(([first]) => first !== undefined && first.path.length === 0 && isWrongType(first));
}

/** A wrong JSON type is `invalid_type`, but for numbers and anything within `messages`, where it is `invalid_value`. */
function codeOf(issue: Issue): ErrorCode {
	return isWrongType(issue) && issue.path[0] !== "messages" ? "invalid_type" : "invalid_value";
}

/**
 * Says the first thing a schema found wrong as an error of the contract: what, where, and what would be right.
 *
 * @param prefix where in the request the checked value stands
 */
export function fromZodError(
	error: z.core.$ZodError,
	value: unknown,
	prefix: readonly PropertyKey[] = [],
): TurnpikeError {
	const [first] = error.issues;
	if (first === undefined) return new TurnpikeError("internal_error", "a schema failed without saying why");
	const found = resolve(first, []);
	if (found.code === "unrecognized_keys") return unknownKey(found, prefix);
	const missing = valueAt(value, found.path) === undefined;
	const issue: Issue = { ...found, path: [...prefix, ...found.path] };
	const param = pathText(issue.path);
	if (missing && issue.path.length === 1) {
		return new TurnpikeError("missing_required_parameter", `Missing required parameter: '${param}'.`, { param });
	}
	const says = missing ? `'${param}' is missing; it must be` : `'${param}' must be`;
	return new TurnpikeError(missing ? "invalid_value" : codeOf(issue), `${says} ${whatIsRight(issue)}.`, { param });
}

function unknownKey(
	issue: Extract<Issue, { code: "unrecognized_keys" }>,
	prefix: readonly PropertyKey[],
): TurnpikeError {
	const param = pathText([...prefix, ...issue.path, ...issue.keys.slice(0, 1)]);
	return new TurnpikeError("invalid_value", `'${param}' is not known here.`, { param });
}
