import { parseSync, Visitor } from "oxc-parser";

/** A module a file names. */
export interface Import {
	readonly specifier: string;
	readonly line: number;
}

/** A thing at a line. */
export interface Spot {
	readonly what: string;
	readonly line: number;
}

/** What the rules look at in one TypeScript file. */
export interface Syntax {
	readonly imports: readonly Import[];
	readonly functions: readonly { readonly line: number; readonly lines: number }[];
	/** Reads of what a pure package must be given: `Date.now`, `new Date()`, `Math.random`, … */
	readonly ambient: readonly Spot[];
	/** Reads of the environment: `process.env`, `Bun.env`. */
	readonly environment: readonly Spot[];
	/** `any` and `!`. */
	readonly loose: readonly Spot[];
	/** Arguments of calls that make a float: `Number(…)`, `parseFloat(…)`. */
	readonly floats: readonly Spot[];
	readonly errors: readonly string[];
}

interface Node {
	readonly start: number;
	readonly end: number;
}

const AMBIENT = /^(?:globalThis\.)?(?:Date\.now|performance\.now|Math\.random|crypto\.(?:randomUUID|getRandomValues))$/;
const ENVIRONMENT = /^(?:globalThis\.)?(?:process\.env|Bun\.env|import\.meta\.env)$/;
const TO_FLOAT = /^(?:Number|parseFloat|Number\.parseFloat)$/;

/** Reads one TypeScript file. */
export function parseSource(path: string, text: string): Syntax {
	const { program, module, errors } = parseSync(path, text);
	const lineOf = lineFinder(text);
	const spot = (what: string, node: Node): Spot => ({ what, line: lineOf(node.start) });
	const found = { imports: [] as Import[], functions: [] as { line: number; lines: number }[] };
	const spots = { ambient: [] as Spot[], environment: [] as Spot[], loose: [] as Spot[], floats: [] as Spot[] };

	const addFunction = (node: Node) => {
		const line = lineOf(node.start);
		found.functions.push({ line, lines: lineOf(node.end) - line + 1 });
	};
	const addImport = (node: Node, specifier: unknown) => {
		if (typeof specifier === "string") found.imports.push({ specifier, line: lineOf(node.start) });
	};

	new Visitor({
		FunctionDeclaration: addFunction,
		FunctionExpression: addFunction,
		ArrowFunctionExpression: addFunction,
		MemberExpression(node) {
			const read = text.slice(node.start, node.end).replaceAll("?.", ".");
			if (AMBIENT.test(read)) spots.ambient.push(spot(read, node));
			if (ENVIRONMENT.test(read)) spots.environment.push(spot(read, node));
		},
		NewExpression(node) {
			const isNow = node.arguments.length === 0 && text.slice(node.callee.start, node.callee.end) === "Date";
			if (isNow) spots.ambient.push(spot("new Date()", node));
		},
		CallExpression(node) {
			const argument = node.arguments[0];
			if (argument === undefined || !TO_FLOAT.test(text.slice(node.callee.start, node.callee.end))) return;
			spots.floats.push(spot(text.slice(argument.start, argument.end), node));
		},
		TSAnyKeyword: (node) => void spots.loose.push(spot("any", node)),
		TSNonNullExpression: (node) => void spots.loose.push(spot("!", node)),
		TSImportType: (node) => addImport(node, node.source.value),
	}).visit(program);

	for (const { start, moduleRequest } of module.staticImports) addImport({ start, end: start }, moduleRequest.value);
	for (const { entries } of module.staticExports) {
		for (const { start, end, moduleRequest } of entries) addImport({ start, end }, moduleRequest?.value);
	}
	for (const { start, end, moduleRequest } of module.dynamicImports) {
		addImport({ start, end }, literalOf(text.slice(moduleRequest.start, moduleRequest.end)));
	}
	return { ...found, ...spots, errors: errors.map(({ message }) => message) };
}

function literalOf(source: string): string | undefined {
	return /^(["'`])([^"'`$]+)\1$/.exec(source)?.[2];
}

/** Turns offsets into line numbers, counting from 1. */
function lineFinder(text: string): (offset: number) => number {
	const starts = [0];
	for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return (offset) => {
		let low = 0;
		let high = starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle;
			else high = middle;
		}
		return low + 1;
	};
}
