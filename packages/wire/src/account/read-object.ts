import type * as z from "zod";
import { fromZodError } from "../parse/zod-error.ts";

/**
 * Reads the body of a request by its schema.
 *
 * @throws TurnpikeError naming the first thing that is wrong, where, and what would be right.
 */
export function readObject<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
	const result = schema.safeParse(value);
	if (result.error) throw fromZodError(result.error, value);
	return result.data;
}
