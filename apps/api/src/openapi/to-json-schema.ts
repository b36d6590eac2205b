import * as z from "zod";

export type JsonSchema = { [member: string]: unknown };

/**
 * A zod schema as JSON Schema 2020-12, what OpenAPI 3.1 speaks.
 *
 * @param side of a request, what is sent; of an answer, what comes.
 * @param closed whether an object has the members it names and no others, as tests want answers held; the published
 * description is open, since members may be added any day.
 */
export function toJsonSchema(schema: z.ZodType, side: "input" | "output", closed: boolean): JsonSchema {
	const { $schema: _, ...json } = z.toJSONSchema(schema, {
		io: side,
		unrepresentable: "any",
		reused: "inline",
		override: ({ jsonSchema }) => tidy(jsonSchema, side === "output" && !closed),
	});
	return json;
}

/** Leaves out what says nothing to a reader. */
function tidy(schema: JsonSchema, open: boolean): void {
	if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
	if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
	if (schema.format !== undefined || schema.type === "integer") delete schema.pattern;
	if (open && schema.additionalProperties === false) delete schema.additionalProperties;
}
