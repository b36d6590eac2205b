import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chatFields, chatRequestSchema } from "../chat/request-schema.ts";
import { embeddingsFields, embeddingsRequestSchema } from "../embeddings/request-schema.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { messagesFields, messagesRequestSchema } from "../messages/request-schema.ts";
import { checkFields } from "./check-fields.ts";

const part = fc.record(
	{
		type: fc.constantFrom<unknown>("text", "image_url", 1),
		text: fc.constantFrom<unknown>("x", "", 1, null),
		more: fc.nat(),
	},
	{ requiredKeys: ["type"] },
);
const message = fc.record(
	{
		role: fc.constantFrom<unknown>("user", "assistant", "system", "tool", "narrator", 1),
		content: fc.oneof(fc.constantFrom<unknown>("", "x", 1, null, []), fc.array(part, { maxLength: 3 })),
		name: fc.constantFrom<unknown>("n", 1),
	},
	{ requiredKeys: ["role"] },
);

/** Values that are right, wrong, or look right at a glance. */
const odd = fc.oneof(
	fc.array(message, { maxLength: 3 }),
	fc.constantFrom<unknown>(
		0.5,
		2,
		-0.1,
		Number.POSITIVE_INFINITY,
		2 ** 53,
		{ include_usage: true },
		{ include_usage: 1 },
	),
	fc.constantFrom<unknown>({ include_usage: false, include_obfuscation: 1 }, { include_usage: true, more: 1 }),
	fc.constantFrom<unknown>(null, "", "auto", 0, 1, -1, 1.5, true, [], {}, ["a"], [{ role: "user", content: "x" }]),
	fc.jsonValue({ maxDepth: 3 }),
);

const cases = [
	["chat", chatFields, chatRequestSchema, ["model", "messages"]],
	["messages", messagesFields, messagesRequestSchema, ["model", "max_tokens", "messages"]],
	["embeddings", embeddingsFields, embeddingsRequestSchema, ["model", "input"]],
] as const;

describe.each(cases)("the fields of %s", (_name, fields, schema, required) => {
	test("hold a request to the same as the whole schema does", () => {
		const names = fc.constantFrom(...Object.keys(fields), "unknown", "toString", "constructor");
		const good = { model: "a/b", messages: [{ role: "user", content: "x" }], max_tokens: 5, input: "x" };
		const request = fc.dictionary(names, odd, { maxKeys: 6 }).map((fields) => ({ ...good, ...fields }));
		fc.assert(
			fc.property(request, fc.subarray([...required]), (value, dropped) => {
				const partial: Record<string, unknown> = { ...value };
				for (const name of dropped) delete partial[name];
				let refused: unknown;
				try {
					checkFields(partial, fields, required);
				} catch (error) {
					refused = error;
				}
				if (refused !== undefined) expect(refused).toBeInstanceOf(TurnpikeError);
				expect(refused === undefined).toBe(schema.safeParse(partial).success);
			}),
			{ numRuns: 1_000 },
		);
	});

	test("name a parameter and end in a sentence, whatever is wrong", () => {
		const names = fc.constantFrom(...Object.keys(fields));
		fc.assert(
			fc.property(names, odd, (name, value) => {
				try {
					checkFields({ [name]: value }, fields, []);
				} catch (error) {
					expect(error).toMatchObject({ status: 400, param: expect.stringContaining(name) });
					expect((error as Error).message).toMatch(/^(Missing|').* .*\.$/s);
					expect((error as Error).message).not.toMatch(/undefined|nonoptional|Invalid input/);
				}
			}),
			{ numRuns: 1_000 },
		);
	});
});
