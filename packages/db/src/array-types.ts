type Value = string | bigint | number | null;

/** Object ids of the array types used here, from Postgres's own catalogue (`pg_type.dat`), and how an element is read. */
const ARRAYS: readonly (readonly [oid: number, element: (text: string) => Value])[] = [
	[1003, String], // name[]
	[1007, Number], // int4[]
	[1009, String], // text[]
	[1015, String], // varchar[]
	[1016, BigInt], // int8[]
	[2951, String], // uuid[]
];

interface Codecs {
	readonly serializers: Record<number, (value: unknown) => unknown>;
	readonly parsers: Record<number, (text: string) => unknown>;
}

/**
 * Teaches a pool the array types. Left alone, the driver (postgres 3.4.9) asks each new connection for them in a promise
 * that nobody handles: a server that dies in that moment takes the process with it. Asking also costs a round trip.
 */
export function teachArrays({ serializers, parsers }: Codecs): void {
	for (const [oid, element] of ARRAYS) {
		serializers[oid] = (value) => (Array.isArray(value) ? writeArray(value) : value);
		parsers[oid] = (text) => readArray(text, element);
	}
}

/** An array literal: https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO. */
export function writeArray(values: readonly unknown[]): string {
	return `{${values.map(writeElement).join(",")}}`;
}

function writeElement(value: unknown): string {
	if (value === null) return "NULL";
	if (value === undefined || Array.isArray(value))
		throw new TypeError("an array of values, none undefined or an array");
	return `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`;
}

/** One element of a literal: quoted with escapes, or bare. */
const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/gs;

/** Reads an array of one dimension. */
export function readArray(literal: string, element: (text: string) => Value): Value[] {
	return Array.from(literal.matchAll(ELEMENT), ([, quoted, bare]) => {
		if (quoted !== undefined) return element(quoted.replaceAll(/\\(.)/gs, "$1"));
		return bare === undefined || bare === "NULL" ? null : element(bare);
	});
}
