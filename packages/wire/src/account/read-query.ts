import type * as z from "zod";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { fromZodError } from "../parse/zod-error.ts";

/**
 * Reads the query of a URL by its schema. Names nobody knows are ignored, as peers do; an empty value counts as absent.
 *
 * @throws TurnpikeError naming the first parameter that is wrong, and what would be right.
 */
export function readQuery<Schema extends z.ZodObject>(schema: Schema, params: URLSearchParams): z.output<Schema> {
	const given: Record<string, string> = {};
	for (const name of Object.keys(schema.shape)) {
		const [value, another] = params.getAll(name);
		if (another !== undefined) {
			throw new TurnpikeError("invalid_value", `'${name}' is given twice; give it once.`, { param: name });
		}
		if (value !== undefined && value !== "") given[name] = value;
	}
	const result = schema.safeParse(given);
	if (result.error) throw fromZodError(result.error, given);
	return result.data;
}
