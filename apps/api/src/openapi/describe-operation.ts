import { ERROR_CODES, type ErrorCode } from "@turnpike/wire";
import type * as z from "zod";
import { ERROR_MEANINGS } from "./error-meanings.ts";
import { errorsOf } from "./errors-of.ts";
import { ANSWER_HEADERS, EVERY_HEADERS, REFUSAL_HEADERS, REQUEST_HEADERS } from "./headers.ts";
import type { Answer, Operation } from "./operation.ts";
import { securityOf } from "./security.ts";
import { type JsonSchema, toJsonSchema } from "./to-json-schema.ts";

/** Puts a named schema among the document's components. @returns the reference to it. */
export type Name = (name: string, schema: JsonSchema) => JsonSchema;

/** One route as OpenAPI's operation object. */
export function describeOperation(operation: Operation, name: Name, closed: boolean): JsonSchema {
	const { body, description } = operation;
	const parameters = [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)];
	return {
		operationId: operation.id,
		tags: [operation.tag],
		summary: operation.summary,
		...(description !== undefined && { description }),
		security: securityOf(operation.who),
		...(parameters.length > 0 && { parameters }),
		...(body && { requestBody: requestBody(body, name) }),
		responses: { ...answersOf(operation, name, closed), ...refusalsOf(operation) },
	};
}

function pathParameters({ path, parameters = {}, pathSchema }: Operation): JsonSchema[] {
	if (pathSchema) return parametersOf(pathSchema, "path");
	return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
		name,
		in: "path",
		required: true,
		description: parameters[name] ?? "",
		schema: { type: "string" },
	}));
}

function queryParameters({ query }: Operation): JsonSchema[] {
	return query ? parametersOf(query, "query") : [];
}

function parametersOf(from: z.ZodObject, place: "path" | "query"): JsonSchema[] {
	const { properties = {}, required = [] } = toJsonSchema(from, "input", false);
	return Object.entries(properties as Record<string, JsonSchema>).map(([name, { description, ...schema }]) => ({
		name,
		in: place,
		...((required as string[]).includes(name) && { required: true }),
		...(description !== undefined && { description }),
		schema,
	}));
}

function headerParameters({ headers = [] }: Operation): JsonSchema[] {
	return headers.map((name) => ({ name, in: "header", ...REQUEST_HEADERS[name], schema: { type: "string" } }));
}

function requestBody(body: NonNullable<Operation["body"]>, name: Name): JsonSchema {
	const schema = toJsonSchema(body.schema, "input", false);
	const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
	for (const [member, description] of Object.entries(body.members ?? {})) {
		const property = properties[member];
		if (!property) throw new Error(`${body.name} has no member ${member} to describe`);
		properties[member] = { description, ...property };
	}
	return {
		required: true,
		content: { "application/json": { schema: name(body.name, schema), example: body.example } },
	};
}

function answersOf(operation: Operation, name: Name, closed: boolean): Record<string, JsonSchema> {
	const answers: Record<string, JsonSchema> = {};
	for (const [status, forms] of Map.groupBy(operation.answers, (answer) => String(answer.status ?? 200))) {
		const content = forms.map((form) => contentOf(form, name, closed)).filter((each) => each !== undefined);
		answers[status] = {
			description: forms.map((form) => form.description).join("\n\n"),
			headers: headersOf(operation),
			...(content.length > 0 && { content: Object.assign({}, ...content) }),
		};
	}
	return answers;
}

function contentOf({ type = "application/json", schema, example, status }: Answer, name: Name, closed: boolean) {
	if (status === 304 || status === 204) return undefined;
	const json = schema && name(schema.name, toJsonSchema(schema.schema, "output", closed));
	return { [type]: { ...(json && { schema: json }), ...(example !== undefined && { example }) } };
}

function headersOf({ tag, from }: Operation): JsonSchema {
	const names = [
		...Object.keys(tag === "Inference" ? ANSWER_HEADERS : {}),
		...(from ? [] : Object.keys(EVERY_HEADERS)),
	];
	return Object.fromEntries(names.map((each) => [each, { $ref: `#/components/headers/${each}` }]));
}

/** One refusal for each status: which errors have it, and what each means. */
function refusalsOf(operation: Operation): Record<string, JsonSchema> {
	const refusals: Record<string, JsonSchema> = {};
	for (const [status, codes] of Map.groupBy(errorsOf(operation), (code) => ERROR_CODES[code].status)) {
		refusals[String(status)] = {
			description: codes.map((code) => `\`${code}\`: ${ERROR_MEANINGS[code]}`).join("\n\n"),
			headers: refusalHeaders(),
			content: { "application/json": { schema: { $ref: `#/components/schemas/${envelopeOf(operation)}` } } },
			"x-turnpike-errors": codes satisfies readonly ErrorCode[],
		};
	}
	return refusals;
}

function refusalHeaders(): JsonSchema {
	const names = [...Object.keys(EVERY_HEADERS), ...Object.keys(REFUSAL_HEADERS)];
	return Object.fromEntries(names.map((each) => [each, { $ref: `#/components/headers/${each}` }]));
}

function envelopeOf({ path, from }: Operation): string {
	if (path === "/messages") return "AnthropicError";
	return from === "host" ? "Error" : "AnyError";
}
