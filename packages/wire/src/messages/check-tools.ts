import { TurnpikeError } from "../errors/turnpike-error.ts";
import { checkObjectSchemaAt } from "../parse/check-schema.ts";
import type { MessagesRequest } from "./request-schema.ts";

/** Whether a tool is the caller's own, with a schema, and not one that Anthropic runs. */
export function isOwnTool(tool: { readonly type?: string | null | undefined }): boolean {
	return tool.type == null || tool.type === "custom";
}

/** Holds the schemas of tools and answer format to their structure. @throws TurnpikeError `invalid_schema`, `invalid_value` */
export function checkMessagesTools(request: MessagesRequest): void {
	request.tools?.forEach((tool, index) => {
		if (!isOwnTool(tool)) return;
		const at = `tools[${index}]`;
		if (tool.name == null) {
			const message = `'${at}.name' is missing; it must be a string.`;
			throw new TurnpikeError("invalid_value", message, { param: `${at}.name` });
		}
		checkObjectSchemaAt(tool.input_schema, `${at}.input_schema`);
	});
	const format = request.output_config?.format;
	if (format?.type === "json_schema") checkObjectSchemaAt(format.schema, "output_config.format.schema");
}
