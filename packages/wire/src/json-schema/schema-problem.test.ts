import { describe, expect, test } from "vitest";
import { schemaProblem } from "./schema-problem.ts";

describe("schemaProblem", () => {
	test("finds nothing wrong with a schema as SDKs make them", () => {
		const schema = {
			$schema: "http://json-schema.org/draft-07/schema#",
			type: "object",
			description: "A city",
			properties: {
				type: { type: "string", enum: ["a", "b"] },
				required: { type: ["integer", "null"], minimum: 0 },
				tags: { type: "array", items: { $ref: "#/$defs/tag" }, minItems: 1 },
				either: { anyOf: [{ type: "string", pattern: "^[a-z]+$" }, { const: 5 }] },
				pair: { type: "array", items: [{ type: "string" }, true] },
			},
			required: ["type"],
			additionalProperties: false,
			$defs: { tag: { type: "string", maxLength: 9, "x-order": {} } },
		};
		expect(schemaProblem(schema)).toBeUndefined();
		expect(schemaProblem({})).toBeUndefined();
		expect(schemaProblem(true)).toBeUndefined();
	});

	test.each([
		["text", "", "must be a JSON schema"],
		[null, "", "must be a JSON schema"],
		[[], "", "must be a JSON schema"],
		[{ type: "strin" }, ".type", "must be one of string"],
		[{ type: 5 }, ".type", "must be one of string"],
		[{ type: [] }, ".type", "must be one of string"],
		[{ properties: [] }, ".properties", "must be an object"],
		[{ properties: { a: { type: "text" } } }, ".properties.a.type", "must be one of"],
		[{ properties: { "a b": 5 } }, '.properties["a b"]', "must be a JSON schema"],
		[{ required: "a" }, ".required", "list of property names"],
		[{ required: [1] }, ".required", "list of property names"],
		[{ enum: "a" }, ".enum", "at least one value"],
		[{ enum: [] }, ".enum", "at least one value"],
		[{ items: { items: 7 } }, ".items.items", "must be a JSON schema"],
		[{ items: [{ type: "x" }] }, ".items[0].type", "must be one of"],
		[{ anyOf: {} }, ".anyOf", "at least one schema"],
		[{ anyOf: [true, "x"] }, ".anyOf[1]", "must be a JSON schema"],
		[{ additionalProperties: "no" }, ".additionalProperties", "must be a JSON schema"],
		[{ minLength: -1 }, ".minLength", "whole number"],
		[{ maximum: "9" }, ".maximum", "must be a number"],
		[{ multipleOf: 0 }, ".multipleOf", "above 0"],
		[{ pattern: "(" }, ".pattern", "regular expression"],
		[{ $ref: 1 }, ".$ref", "must be a string"],
	])("finds what is wrong in %j at %j", (schema, path, message) => {
		expect(schemaProblem(schema)).toEqual({ path, message: expect.stringContaining(message) });
	});

	test("does not take a property's name for a keyword, nor Object's own names", () => {
		expect(schemaProblem({ properties: { type: { type: "string" }, toString: {} } })).toBeUndefined();
		expect(schemaProblem({ toString: 5, constructor: 1 })).toBeUndefined();
	});
});
