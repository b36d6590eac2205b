import type * as z from "zod";
import type { JsonRecord } from "../json/record.ts";
import { isUsual } from "./glance.ts";
import { fromZodError } from "./zod-error.ts";

export type FieldSchemas = Readonly<Record<string, z.ZodType>>;

/**
 * Holds a request to a schema's fields, at the cost of the fields that are there: the same verdict as the whole object's
 * schema, whose dozens of absent fields would cost more than the few present ones.
 *
 * @throws TurnpikeError for the first field, in the schema's order of required ones, then the request's own.
 */
export function checkFields(value: JsonRecord, fields: FieldSchemas, required: readonly string[]): void {
	for (const name of required) checkField(value, name, fields);
	for (const name in value) {
		if (Object.hasOwn(fields, name) && !required.includes(name)) checkField(value, name, fields);
	}
}

function checkField(value: JsonRecord, name: string, fields: FieldSchemas): void {
	const field = value[name];
	if (isUsual(name, field)) return;
	const result = fields[name]?.safeParse(field);
	if (result?.error) throw fromZodError(result.error, field, [name]);
}
