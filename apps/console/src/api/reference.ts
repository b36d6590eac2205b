import { queryOptions } from "@tanstack/react-query";
import { request } from "./request.ts";

/** JSON Schema, as far as it is shown. */
export interface Schema {
	readonly $ref?: string;
	readonly type?: string | readonly string[];
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly required?: readonly string[];
	readonly items?: Schema;
	readonly anyOf?: readonly Schema[];
	readonly oneOf?: readonly Schema[];
	readonly allOf?: readonly Schema[];
	readonly enum?: readonly (string | number | boolean | null)[];
	readonly const?: unknown;
	readonly additionalProperties?: boolean | Schema;
	readonly examples?: readonly unknown[];
	readonly format?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
	readonly maxLength?: number;
}

export interface Parameter {
	readonly name: string;
	readonly in: "path" | "query" | "header";
	readonly required?: boolean;
	readonly description?: string;
	readonly example?: string;
	readonly schema: Schema;
}

export interface Content {
	readonly schema?: Schema;
	readonly example?: unknown;
}

export interface ApiResponse {
	readonly description: string;
	readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
	readonly content?: Readonly<Record<string, Content>>;
	/** Turnpike's codes with this status. */
	readonly "x-turnpike-errors"?: readonly string[];
}

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

export interface OperationObject {
	readonly operationId: string;
	readonly tags: readonly string[];
	readonly summary: string;
	readonly description?: string;
	readonly security: readonly Readonly<Record<string, readonly string[]>>[];
	readonly parameters?: readonly Parameter[];
	readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
	readonly responses: Readonly<Record<string, ApiResponse>>;
}

type PathItem = Readonly<Partial<Record<Method, OperationObject>>> & {
	readonly servers?: readonly { readonly url: string }[];
};

export interface ReferenceError {
	readonly code: string;
	readonly status: number;
	readonly type: string;
	readonly retry: boolean;
	readonly meaning: string;
}

/** The parts of `/openapi.json` that are shown. */
export interface ReferenceDocument {
	readonly tags: readonly { readonly name: string; readonly description: string }[];
	readonly servers: readonly { readonly url: string; readonly description: string }[];
	readonly paths: Readonly<Record<string, PathItem>>;
	readonly components: {
		readonly schemas: Readonly<Record<string, Schema>>;
		readonly headers: Readonly<Record<string, { readonly description: string }>>;
		readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>;
	};
	readonly "x-turnpike-errors": readonly ReferenceError[];
}

/** What the API says of itself. */
export const referenceQuery = queryOptions({
	queryKey: ["reference"],
	queryFn: ({ signal }) => request<ReferenceDocument>("/openapi.json", { signal }),
	staleTime: 5 * 60_000,
});

/** One route of the reference. */
export interface Operation extends OperationObject {
	readonly method: Method;
	readonly path: string;
	/** Where it begins: one root of several, or the host itself. */
	readonly roots: readonly string[];
}

/** Every route, in the order of the reference. */
export function operationsOf(document: ReferenceDocument): readonly Operation[] {
	const roots = document.servers.map(({ url }) => url);
	return Object.entries(document.paths).flatMap(([path, item]) =>
		METHODS.flatMap((method) => {
			const operation = item[method];
			return operation ? [{ ...operation, method, path, roots: item.servers ? [""] : roots }] : [];
		}),
	);
}
