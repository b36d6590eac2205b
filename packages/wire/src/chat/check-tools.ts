import { TurnpikeError } from "../errors/turnpike-error.ts";
import { isRecord } from "../json/record.ts";
import { checkObjectSchemaAt } from "../parse/check-schema.ts";
import type { ChatRequest } from "./request-schema.ts";

function invalidSchema(param: string, says: string): TurnpikeError {
	return new TurnpikeError("invalid_schema", `'${param}' ${says}.`, { param });
}

function checkResponseFormat(format: NonNullable<ChatRequest["response_format"]>): void {
	if (format.type !== "json_schema") return;
	const at = "response_format.json_schema";
	const asked = format.json_schema;
	if (!isRecord(asked)) throw invalidSchema(at, 'must be an object with "name" and "schema"');
	if (typeof asked.name !== "string" || asked.name === "") throw invalidSchema(`${at}.name`, "must be a name");
	if (asked.schema != null) checkObjectSchemaAt(asked.schema, `${at}.schema`);
}

/**
 * Holds the JSON schemas of tools and answer format to their structure, and tools to what their type needs.
 *
 * @throws TurnpikeError `invalid_schema`, `invalid_value`
 */
export function checkTools(request: ChatRequest): void {
	request.tools?.forEach((tool, index) => {
		const at = `tools[${index}].function`;
		if (tool.function?.parameters != null) checkObjectSchemaAt(tool.function.parameters, `${at}.parameters`);
		if (tool.type === "function" && tool.function == null) {
			throw new TurnpikeError("invalid_value", `'${at}' is missing; it must be an object with a "name".`, {
				param: at,
			});
		}
	});
	request.functions?.forEach((legacy, index) => {
		if (legacy.parameters != null) checkObjectSchemaAt(legacy.parameters, `functions[${index}].parameters`);
	});
	if (request.response_format != null) checkResponseFormat(request.response_format);
}
