import { expect, test } from "vitest";
import { judgeFailure } from "./judge-failure.ts";

test.each([
	["a recipient that is not there", { code: "EENVELOPE", command: "RCPT TO", responseCode: 550 }, "refused"],
	["an address that is none", { code: "EENVELOPE", command: "API" }, "refused"],
	["content that is refused", { code: "EMESSAGE", command: "DATA", responseCode: 554 }, "refused"],
	["a full mailbox", { code: "EENVELOPE", command: "RCPT TO", responseCode: 452 }, "busy"],
	["greylisting", { code: "EENVELOPE", command: "RCPT TO", responseCode: 450 }, "busy"],
	["our sender refused", { code: "EENVELOPE", command: "MAIL FROM", responseCode: 553 }, "away"],
	["our login refused", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 535 }, "away"],
	["nobody listening", { code: "ESOCKET", command: "CONN" }, "away"],
	["an unknown host", { code: "EDNS", command: "CONN" }, "away"],
	["a server that falls silent", { code: "ETIMEDOUT", command: "CONN" }, "away"],
	["something nobody thought of", {}, "away"],
])("%s", (_, failure, kind) => {
	expect(judgeFailure({ message: "it said so", ...failure }).kind).toBe(kind);
});

test("what a server says is kept short, on one line", () => {
	const judged = judgeFailure({ message: `no\r\n${"x".repeat(5_000)}`, code: "ESOCKET" });
	expect(judged).toMatchObject({ kind: "away", trouble: expect.stringMatching(/^no x{297}$/) });
});
