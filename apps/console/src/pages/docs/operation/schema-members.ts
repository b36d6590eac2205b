import type { Schema } from "../../../api/reference.ts";

/** One member of an object, as a reader sees it. */
export interface Member {
	readonly name: string;
	readonly required: boolean;
	/** "string", "list of objects", "number or null". */
	readonly type: string;
	readonly description: string;
	/** The values it may have, where there are few. */
	readonly values: readonly string[];
	/** What it must be besides: "1 to 1000". */
	readonly bounds: string;
	/** What is in it. */
	readonly members: readonly Member[];
}

export type Schemas = Readonly<Record<string, Schema>>;

const MOST_VALUES = 24;
const DEEPEST = 6;

/** The members of a schema's object, or of the objects in its list. */
export function membersOf(schema: Schema, schemas: Schemas, depth = 0): readonly Member[] {
	if (depth > DEEPEST) return [];
	const object = objectIn(schema, schemas);
	return Object.entries(object?.properties ?? {}).map(([name, member]) => ({
		name,
		required: object?.required?.includes(name) ?? false,
		type: typeOf(member, schemas),
		description: descriptionOf(member, schemas),
		values: valuesOf(member, schemas),
		bounds: boundsOf(resolve(member, schemas)),
		members: membersOf(member, schemas, depth + 1),
	}));
}

/** What a schema is called by its reference, followed. */
export function resolve(schema: Schema, schemas: Schemas): Schema {
	const name = schema.$ref?.split("/").at(-1);
	const target = name === undefined ? undefined : schemas[name];
	return target ? resolve(target, schemas) : schema;
}

function alternatives(schema: Schema): readonly Schema[] {
	return schema.anyOf ?? schema.oneOf ?? [];
}

/** The object that a schema is, holds a list of, or may be. */
function objectIn(schema: Schema, schemas: Schemas): Schema | undefined {
	const plain = resolve(schema, schemas);
	if (plain.properties) return plain;
	if (plain.items) return objectIn(plain.items, schemas);
	for (const each of alternatives(plain)) {
		const found = objectIn(each, schemas);
		if (found) return found;
	}
	return undefined;
}

/** What kind of value it is, in words. */
export function typeOf(schema: Schema, schemas: Schemas): string {
	const plain = resolve(schema, schemas);
	const kinds = alternatives(plain);
	if (kinds.length > 0) return [...new Set(kinds.map((each) => typeOf(each, schemas)))].join(" or ");
	if (plain.const !== undefined) return JSON.stringify(plain.const);
	const types = typeof plain.type === "string" ? [plain.type] : (plain.type ?? []);
	if (types.length === 0) return plain.enum ? "string" : "any value";
	return types.map((type) => kindOf(type, plain, schemas)).join(" or ");
}

function kindOf(type: string, schema: Schema, schemas: Schemas): string {
	if (type === "array") return `list of ${plural(schema.items ? typeOf(schema.items, schemas) : "values")}`;
	return type === "string" && schema.format === "date-time" ? "instant" : type;
}

function plural(kind: string): string {
	return /^(string|number|integer|object|boolean)$/.test(kind) ? `${kind}s` : kind;
}

function descriptionOf(schema: Schema, schemas: Schemas): string {
	return schema.description ?? resolve(schema, schemas).description ?? "";
}

function valuesOf(schema: Schema, schemas: Schemas): readonly string[] {
	const plain = resolve(schema, schemas);
	const own = plain.enum ?? (plain.items ? resolve(plain.items, schemas).enum : undefined);
	const values = own ?? alternatives(plain).flatMap((each) => resolve(each, schemas).enum ?? []);
	return values.length > MOST_VALUES ? [] : values.filter((value) => value !== null).map(String);
}

function boundsOf({ minimum, maximum, minItems, maxItems, maxLength, type }: Schema): string {
	const [least, most] = type === "array" ? [minItems, maxItems] : [minimum, maximum ?? maxLength];
	if (least !== undefined && most !== undefined) return `${least} to ${most}`;
	if (most !== undefined) return type === "string" ? `at most ${most} characters` : `at most ${most}`;
	return least !== undefined && least > 0 ? `at least ${least}` : "";
}
