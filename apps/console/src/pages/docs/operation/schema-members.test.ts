import { describe, expect, it } from "vitest";
import type { Schema } from "../../../api/reference.ts";
import { membersOf, typeOf } from "./schema-members.ts";

const SCHEMAS: Readonly<Record<string, Schema>> = {
	Thing: {
		type: "object",
		required: ["id"],
		properties: {
			id: { type: "string", description: "Its id." },
			state: { type: ["string", "null"], enum: ["on", "off", null] },
			parts: {
				type: "array",
				maxItems: 3,
				items: { type: "object", properties: { size: { type: "integer", minimum: 1 } } },
			},
			self: { $ref: "#/components/schemas/Thing" },
		},
	},
};
const thing: Schema = { $ref: "#/components/schemas/Thing" };

describe("the members of a schema", () => {
	it("are named with what they are, what they may be, and what is in them", () => {
		const [id, state, parts] = membersOf(thing, SCHEMAS);
		expect(id).toMatchObject({ name: "id", required: true, type: "string", description: "Its id.", members: [] });
		expect(state).toMatchObject({ required: false, type: "string or null", values: ["on", "off"] });
		expect(parts).toMatchObject({ type: "list of objects", bounds: "at most 3" });
		expect(parts?.members).toMatchObject([{ name: "size", type: "integer", bounds: "at least 1" }]);
	});

	it("are found in a list, and in what may be one of several", () => {
		const list: Schema = { type: "array", items: thing };
		expect(membersOf(list, SCHEMAS).map(({ name }) => name)).toEqual(["id", "state", "parts", "self"]);
		expect(membersOf({ anyOf: [{ type: "string" }, thing] }, SCHEMAS)).toHaveLength(4);
	});

	it("end somewhere, though a schema is within itself", () => {
		expect(JSON.stringify(membersOf(thing, SCHEMAS)).length).toBeLessThan(20_000);
	});
});

describe("what a schema is called", () => {
	it.each<[Schema, string]>([
		[{ type: "string", format: "date-time" }, "instant"],
		[{ anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }, "string or list of strings"],
		[{ const: true }, "true"],
		[{}, "any value"],
		[{ enum: ["a"] }, "string"],
	])("%j is %s", (schema, name) => {
		expect(typeOf(schema, {})).toBe(name);
	});
});
