import { ConfigError } from "@turnpike/config";
import { expect, test } from "vitest";
import { CommandFailed } from "./failures.ts";
import { databaseTrouble, sentenceOf } from "./sentence-of.ts";

function failure(message: string, code: string, name = "Error"): Error {
	return Object.assign(new Error(message), { code, name });
}

test("what was said for a person is repeated as it is, without a stack", () => {
	expect(sentenceOf(new CommandFailed("There is no organisation."))).toBe("There is no organisation.");
	expect(sentenceOf(new ConfigError("PORT must be a number."))).toBe("PORT must be a number.");
});

test("a database that is away is told from one that refuses and one that complains", () => {
	expect(sentenceOf(failure("connect ECONNREFUSED", "ECONNREFUSED"))).toMatch(
		/^The database does not answer .*DATABASE_URL/,
	);
	expect(sentenceOf(failure("write CONNECT_TIMEOUT", "CONNECT_TIMEOUT"))).toMatch(/^The database does not answer/);
	expect(sentenceOf(failure("no such user", "28P01"))).toMatch(/^The database refused us: no such user/);
	expect(sentenceOf(failure("no such database", "3D000"))).toMatch(/^The database refused us/);
	expect(sentenceOf(failure("syntax", "42601", "PostgresError"))).toBe("The database said: syntax (42601).");
});

test("any other error is our bug and shows where it is", () => {
	const error = new TypeError("x is not a function");
	expect(databaseTrouble(error)).toBeUndefined();
	expect(sentenceOf(error)).toContain("sentence-of.test.ts");
	expect(sentenceOf("thrown text")).toBe("thrown text");
});

test("a secret in a message is not shown", () => {
	expect(sentenceOf(new Error("cannot reach postgres://ada:lovelace@host/db"))).not.toContain("lovelace");
	expect(sentenceOf(new CommandFailed(`no key tp_live_${"a".repeat(39)}`))).not.toContain("aaaa");
});
