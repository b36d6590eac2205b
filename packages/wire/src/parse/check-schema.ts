import { TurnpikeError } from "../errors/turnpike-error.ts";
import { schemaProblem } from "../json-schema/schema-problem.ts";

/** Holds a JSON schema in a request to its structure. @throws TurnpikeError `invalid_schema` with the place in it */
export function checkSchemaAt(schema: unknown, at: string): void {
	const problem = schemaProblem(schema);
	if (problem === undefined) return;
	const param = at + problem.path;
	throw new TurnpikeError("invalid_schema", `'${param}' ${problem.message}.`, { param });
}

/** The same for a schema of a tool's parameters or of an answer, which must be an object and no bare true or false. */
export function checkObjectSchemaAt(schema: unknown, at: string): void {
	if (typeof schema === "boolean") {
		throw new TurnpikeError("invalid_schema", `'${at}' must be a JSON schema object.`, { param: at });
	}
	checkSchemaAt(schema, at);
}
