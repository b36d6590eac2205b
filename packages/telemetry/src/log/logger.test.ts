import { describe, expect, test } from "vitest";
import type { LogFields } from "./log-record.ts";
import { createLogger, type LoggerOptions } from "./logger.ts";

const KEY = "tp_live_0123456789abcdefghjkmnpqrstvwxyz0000000";

function logged(log: (logger: ReturnType<typeof createLogger>) => void, options: Partial<LoggerOptions> = {}): string {
	const lines: string[] = [];
	const write = (line: string) => void lines.push(line);
	log(createLogger({ level: "debug", write, now: () => 1_790_000_000_123, human: false, ...options }));
	return lines.join("");
}

function fieldsOf(fields: LogFields): Record<string, unknown> {
	return JSON.parse(logged((logger) => logger.info("event", fields))) as Record<string, unknown>;
}

describe("a log line", () => {
	test("is one JSON object with time, level, fields and event", () => {
		const line = logged((logger) => logger.info("listening", { port: 8787 }));
		expect(line).toBe('{"time":"2026-09-21T14:13:20.123Z","level":"info","event":"listening","port":8787}\n');
	});

	test("stays one line whatever is in it", () => {
		const line = logged((logger) => logger.info("a\nb", { note: "c\nd", error: new Error("e\nf") }));
		expect(line.trimEnd()).not.toContain("\n");
	});

	test("is left out below the level", () => {
		const log = (logger: ReturnType<typeof createLogger>) => {
			logger.debug("one");
			logger.info("two");
			logger.warn("three");
			logger.error("four");
		};
		expect(logged(log, { level: "warn" }).split("\n")).toHaveLength(3);
		expect(logged(log, { level: "debug" }).split("\n")).toHaveLength(5);
	});

	test("carries the fields of its logger, which its own override", () => {
		const line = logged((logger) => logger.with({ requestId: "req_1", n: 1 }).info("x", { n: 2 }));
		expect(JSON.parse(line)).toMatchObject({ requestId: "req_1", n: 2 });
	});

	test("cannot have its event or level overwritten by a field's name alone", () => {
		expect(fieldsOf({ event: "forged", level: "forged", time: "forged" })).toMatchObject({
			event: "event",
			level: "info",
			time: "2026-09-21T14:13:20.123Z",
		});
	});

	test("for people is short and names its fields", () => {
		const line = logged((logger) => logger.warn("slow", { ms: 12, where: "a b" }), { human: true });
		expect(line).toBe('14:13:20.123 \u001b[33mwarn \u001b[0m slow ms=12 where="a b"\n');
	});
});

describe("what is private", () => {
	test.each([
		"authorization",
		"Authorization",
		"x-api-key",
		"apiKey",
		"OPENAI_API_KEY",
		"stripe_secret_key",
		"cookie",
		"password",
		"access_token",
		"prompt",
		"messages",
		"content",
		"input",
		"body",
	])("is hidden in a field named %s", (name) => {
		expect(fieldsOf({ [name]: "hidden words" })[name]).toBe("[redacted]");
		expect(JSON.stringify(fieldsOf({ nested: [{ [name]: { deep: "hidden words" } }] }))).not.toContain("hidden words");
	});

	test.each(["input_tokens", "inputTokens", "max_tokens", "keyId", "context_length", "outputTokens"])(
		"counts and ids such as %s are not",
		(name) => {
			expect(fieldsOf({ [name]: 12 })[name]).toBe(12);
		},
	);

	test.each([
		KEY,
		KEY.replace("live", "mgmt"),
		"sk-proj-abcdefgh12345678",
		"sk-ant-api03-abcdefgh",
		"sk_live_abcdefgh1234",
		"whsec_abcdefgh1234",
		"AIzaSyabcdefgh1234",
		"gsk_abcdefgh1234",
		"eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln",
	])("%s is hidden in any text", (secret) => {
		const line = logged((logger) =>
			logger.error("failed", { error: new Error(`bad key ${secret}, sorry`), url: `https://x/?k=${secret}` }),
		);
		expect(line).not.toContain(secret.slice(8));
		expect(line).toContain("sorry");
	});

	test("a bearer header inside a text and the password of a URL are hidden", () => {
		expect(fieldsOf({ note: "sent Bearer abcdefghijkl to them" }).note).toBe("sent Bearer [redacted] to them");
		expect(fieldsOf({ note: "postgres://user:hunter2@localhost/db" }).note).toBe(
			"postgres://user:[redacted]@localhost/db",
		);
	});

	test("a key's label stays readable", () => {
		expect(fieldsOf({ label: "tp_live_ab12…wxyz" }).label).toBe("tp_live_ab12…wxyz");
	});

	test("headers are read as what they are", () => {
		const headers = new Headers({ authorization: `Bearer ${KEY}`, accept: "*/*" });
		expect(fieldsOf({ headers }).headers).toEqual({ authorization: "[redacted]", accept: "*/*" });
	});
});

describe("any value can be logged", () => {
	test("errors with their causes, bigints, dates, bytes, sets, functions", () => {
		const error = new Error("outer", { cause: new TypeError("inner") });
		const fields = fieldsOf({
			error: Object.assign(error, { code: "ECONNRESET" }),
			amount: 5n,
			at: new Date(0),
			bytes: new Uint8Array(3),
			set: new Set([1]),
			call: () => {},
		});
		expect(fields.error).toMatchObject({
			name: "Error",
			message: "outer",
			code: "ECONNRESET",
			cause: { message: "inner" },
		});
		expect(fields).toMatchObject({
			amount: "5",
			at: "1970-01-01T00:00:00.000Z",
			bytes: "[3 bytes]",
			set: [1],
			call: "[function]",
		});
	});

	test("circles, depths and lengths end", () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		expect(fieldsOf({ circle }).circle).toEqual({ self: "[circular]" });
		let deep: unknown = "end";
		for (let depth = 0; depth < 50; depth++) deep = [deep];
		expect(JSON.stringify(fieldsOf({ deep }))).toContain("[deeper]");
		expect(String(fieldsOf({ note: "x".repeat(10_000) }).note).length).toBeLessThan(4_100);
		expect(fieldsOf({ many: Array.from({ length: 500 }) }).many).toHaveLength(100);
	});

	test("the same object twice is no circle", () => {
		const one = { a: 1 };
		expect(fieldsOf({ first: one, second: one })).toMatchObject({ first: { a: 1 }, second: { a: 1 } });
	});

	test("a field that throws when read does not break the line", () => {
		const trap = {
			get x() {
				throw new Error("no");
			},
		};
		expect(fieldsOf({ trap })).toMatchObject({ fields: "[unreadable]", event: "event" });
	});
});
