import { ERROR_CODES, type ErrorCode } from "@turnpike/wire";
import { anthropicErrorSchema, openAiErrorSchema, openRouterErrorSchema } from "@turnpike/wire/answers";
import { describeOperation, type Name } from "./describe-operation.ts";
import { ERROR_MEANINGS } from "./error-meanings.ts";
import { ANSWER_HEADERS, EVERY_HEADERS, REFUSAL_HEADERS } from "./headers.ts";
import { type Operation, TAGS } from "./operation.ts";
import { SECURITY_SCHEMES } from "./security.ts";
import { type JsonSchema, toJsonSchema } from "./to-json-schema.ts";

export interface DocumentOptions {
	/** Answers have the members they name and no others: what tests hold real answers to. */
	readonly closed?: boolean;
}

const ABOUT = `One endpoint for every language model, one prepaid balance, exact money.

Both roots have the same routes: **\`/v1\`** speaks OpenAI's and Anthropic's own shapes, **\`/api/v1\`** OpenRouter's.
Amounts are USD: a number where clients expect one, and beside it, as \`*_usd\`, the exact decimal text.

Every error has one of the codes below, with the same status on every route.`;

/** The OpenAPI 3.1 document, out of the schemas that requests are parsed by. */
export function buildDocument(operations: readonly Operation[], { closed = false }: DocumentOptions = {}) {
	const schemas: Record<string, JsonSchema> = errorSchemas();
	const name: Name = (title, schema) => {
		const known = schemas[title];
		if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`two schemas are named ${title}`);
		schemas[title] = schema;
		return { $ref: `#/components/schemas/${title}` };
	};
	const paths: Record<string, JsonSchema> = {};
	for (const operation of operations) {
		const path = paths[operation.path] ?? (operation.from === "host" ? { servers: [{ url: "/" }] } : {});
		paths[operation.path] = { ...path, [operation.method]: describeOperation(operation, name, closed) };
	}
	return {
		openapi: "3.1.1",
		info: { title: "Turnpike", version: "1", description: `${ABOUT}\n\n${errorTable()}` },
		servers: [
			{ url: "/v1", description: "OpenAI's and Anthropic's shapes" },
			{ url: "/api/v1", description: "OpenRouter's shapes" },
		],
		tags: Object.entries(TAGS)
			.filter(([tag]) => operations.some((operation) => operation.tag === tag))
			.map(([tag, description]) => ({ name: tag, description })),
		paths,
		components: { schemas, headers: headers(), securitySchemes: SECURITY_SCHEMES },
		"x-turnpike-errors": errorList(),
	};
}

function errorSchemas(): Record<string, JsonSchema> {
	const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });
	return {
		Error: toJsonSchema(openAiErrorSchema, "output", false),
		OpenRouterError: toJsonSchema(openRouterErrorSchema, "output", false),
		AnthropicError: toJsonSchema(anthropicErrorSchema, "output", false),
		AnyError: {
			description:
				"As `/v1` says it, or as `/api/v1` does; with `anthropic-version`, `GET /models` says it as Anthropic.",
			anyOf: [schema("Error"), schema("OpenRouterError"), schema("AnthropicError")],
		},
	};
}

function headers(): JsonSchema {
	const all = { ...EVERY_HEADERS, ...ANSWER_HEADERS, ...REFUSAL_HEADERS };
	return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, { ...text, schema: { type: "string" } }]));
}

/** Every error: its code, status, type, whether the same call may succeed later, and what it means. */
function errorList() {
	return (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => ({
		code,
		...ERROR_CODES[code],
		meaning: ERROR_MEANINGS[code],
	}));
}

function errorTable(): string {
	const rows = errorList().map(
		({ code, status, type, retry, meaning }) =>
			`| \`${code}\` | ${status} | \`${type}\` | ${retry ? "yes" : "no"} | ${meaning} |`,
	);
	return ["| code | status | type | retry | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}
