import { isRecord, type JsonRecord, recordAt } from "../json/record.ts";

/** The least value that a JSON schema's structure allows, with `text` for every string: always the same one. */
export function sampleOf(schema: JsonRecord, text: string, depth = 0): unknown {
	if (depth > 16) return null;
	if ("const" in schema) return schema.const;
	if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
	const either = [schema.anyOf, schema.oneOf, schema.allOf].find(Array.isArray)?.find(isRecord);
	if (either) return sampleOf(either, text, depth + 1);
	switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
		case "string":
			return text;
		case "integer":
		case "number":
			return typeof schema.minimum === "number" ? schema.minimum : 0;
		case "boolean":
			return true;
		case "null":
			return null;
		case "array": {
			const least = typeof schema.minItems === "number" ? Math.min(schema.minItems, 16) : 1;
			const items = recordAt(schema, "items") ?? {};
			return Array.from({ length: least }, () => sampleOf(items, text, depth + 1));
		}
		default:
			return sampleObject(schema, text, depth);
	}
}

function sampleObject(schema: JsonRecord, text: string, depth: number): unknown {
	const properties = Object.entries(recordAt(schema, "properties") ?? {});
	return Object.fromEntries(
		properties.map(([name, property]) => [name, isRecord(property) ? sampleOf(property, text, depth + 1) : text]),
	);
}
