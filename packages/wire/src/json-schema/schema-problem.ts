import { isRecord } from "../json/record.ts";

/** What is wrong in a JSON schema, and where: a path below the schema (`.properties.a.type`, "" for itself). */
export interface SchemaProblem {
	readonly path: string;
	readonly message: string;
}

type Check = (value: unknown, path: string) => SchemaProblem | undefined;

const TYPES = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

function step(path: string, key: string | number): string {
	if (typeof key === "number") return `${path}[${key}]`;
	return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function demand(holds: (value: unknown) => boolean, message: string): Check {
	return (value, path) => (holds(value) ? undefined : { path, message });
}

const isCount = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

function isPattern(value: unknown): boolean {
	if (typeof value !== "string") return false;
	// Dialects differ in what they support; only unbalanced brackets and the like are wrong in all of them.
	try {
		new RegExp(value, "u");
		return true;
	} catch {
		try {
			new RegExp(value);
			return true;
		} catch {
			return false;
		}
	}
}

function checkType(value: unknown, path: string): SchemaProblem | undefined {
	const names = Array.isArray(value) ? value : [value];
	if (names.length > 0 && names.every((name) => typeof name === "string" && TYPES.has(name))) return undefined;
	return { path, message: `must be one of ${[...TYPES].join(", ")}, or a list of them` };
}

function eachOf(entries: Iterable<readonly [string | number, unknown]>, path: string): SchemaProblem | undefined {
	for (const [key, value] of entries) {
		const problem = checkSchema(value, step(path, key));
		if (problem) return problem;
	}
	return undefined;
}

function schemaMap(value: unknown, path: string): SchemaProblem | undefined {
	if (!isRecord(value)) return { path, message: "must be an object whose values are schemas" };
	return eachOf(Object.entries(value), path);
}

function schemaList(value: unknown, path: string): SchemaProblem | undefined {
	if (!Array.isArray(value) || value.length === 0) return { path, message: "must be a list of at least one schema" };
	return eachOf(value.entries(), path);
}

function schemaOrList(value: unknown, path: string): SchemaProblem | undefined {
	return Array.isArray(value) ? eachOf(value.entries(), path) : checkSchema(value, path);
}

const number = demand((value) => typeof value === "number", "must be a number");
const count = demand(isCount, "must be a whole number, 0 or more");
const text = demand(isText, "must be a string");

/** What each keyword's value must be; keywords that are not here (annotations, extensions) may be anything. */
const KEYWORDS: Readonly<Record<string, Check>> = {
	type: checkType,
	properties: schemaMap,
	patternProperties: schemaMap,
	$defs: schemaMap,
	definitions: schemaMap,
	dependentSchemas: schemaMap,
	items: schemaOrList,
	prefixItems: schemaList,
	anyOf: schemaList,
	oneOf: schemaList,
	allOf: schemaList,
	not: checkSchema,
	if: checkSchema,
	// biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
	then: checkSchema,
	else: checkSchema,
	contains: checkSchema,
	propertyNames: checkSchema,
	additionalProperties: checkSchema,
	unevaluatedProperties: checkSchema,
	required: demand(isTexts, "must be a list of property names"),
	enum: demand((value) => Array.isArray(value) && value.length > 0, "must be a list of at least one value"),
	pattern: demand(isPattern, "must be a regular expression"),
	format: text,
	$ref: text,
	minimum: number,
	maximum: number,
	multipleOf: demand((value) => typeof value === "number" && value > 0, "must be a number above 0"),
	minLength: count,
	maxLength: count,
	minItems: count,
	maxItems: count,
	minProperties: count,
	maxProperties: count,
};

function checkSchema(schema: unknown, path: string): SchemaProblem | undefined {
	if (typeof schema === "boolean") return undefined;
	if (!isRecord(schema)) return { path, message: "must be a JSON schema: an object, true or false" };
	for (const key in schema) {
		const check = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
		const problem = check?.(schema[key], step(path, key));
		if (problem) return problem;
	}
	return undefined;
}

/**
 * The first thing in a JSON schema that no dialect of JSON Schema allows, undefined when there is none. It looks at
 * structure only: whether a vendor supports a keyword is the vendor's to say. Depth is bounded by the body's own bound.
 */
export function schemaProblem(schema: unknown): SchemaProblem | undefined {
	return checkSchema(schema, "");
}
