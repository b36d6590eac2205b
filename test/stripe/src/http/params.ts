import type { Metadata } from "../objects/shapes.ts";
import { invalidRequest } from "./api-error.ts";
import type { Form, FormValue } from "./parse-form.ts";

/** The parameters of one request. Whatever is asked for is marked; what nobody asked for is an error, as Stripe has it. */
export class Params {
	readonly #form: Form;
	readonly #prefix: string;
	readonly #asked = new Set<string>();
	readonly #inner: Params[] = [];

	constructor(form: Form, prefix = "") {
		this.#form = form;
		this.#prefix = prefix;
	}

	has(name: string): boolean {
		return this.#value(name) !== undefined;
	}

	text(name: string): string | undefined {
		const value = this.#value(name);
		if (value === undefined || value === "") return undefined;
		if (typeof value !== "string") throw invalidRequest("Invalid string: {}", this.#path(name));
		return value;
	}

	requiredText(name: string): string {
		return this.text(name) ?? this.#missing(name);
	}

	integer(name: string): number | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		if (!/^-?\d{1,15}$/.test(text))
			throw invalidRequest(`Invalid integer: ${text}`, this.#path(name), "parameter_invalid_integer");
		return Number(text);
	}

	requiredInteger(name: string): number {
		return this.integer(name) ?? this.#missing(name);
	}

	flag(name: string): boolean {
		const text = this.text(name) ?? "false";
		if (text !== "true" && text !== "false") throw invalidRequest(`Invalid boolean: ${text}`, this.#path(name));
		return text === "true";
	}

	oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const word = words.find((known) => known === text);
		if (!word) throw invalidRequest(`Invalid ${name}: must be one of ${words.join(", ")}`, this.#path(name));
		return word;
	}

	list(name: string): string[] {
		const value = this.#value(name);
		if (value === undefined) return [];
		if (!Array.isArray(value)) throw invalidRequest("Invalid array", this.#path(name));
		return value.map(String);
	}

	object(name: string): Params {
		const value = this.#value(name) ?? {};
		if (typeof value === "string" || Array.isArray(value)) throw invalidRequest("Invalid object", this.#path(name));
		return this.#within(value, this.#path(name));
	}

	objects(name: string): Params[] {
		const value = this.#value(name) ?? [];
		if (!Array.isArray(value)) throw invalidRequest("Invalid array", this.#path(name));
		return value.map((one, index) => {
			if (typeof one === "string" || Array.isArray(one)) throw invalidRequest("Invalid object", this.#path(name));
			return this.#within(one, `${this.#path(name)}[${index}]`);
		});
	}

	metadata(name = "metadata"): Metadata {
		const value = this.#value(name);
		if (value === undefined || value === "") return {};
		if (typeof value === "string" || Array.isArray(value)) throw invalidRequest("Invalid object", this.#path(name));
		return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
	}

	/** Call when everything that is known was asked for. */
	refuseOthers(): void {
		const unknown = Object.keys(this.#form).find((name) => !this.#asked.has(name));
		if (unknown !== undefined) {
			throw invalidRequest(
				`Received unknown parameter: ${this.#path(unknown)}`,
				this.#path(unknown),
				"parameter_unknown",
			);
		}
		for (const inner of this.#inner) inner.refuseOthers();
	}

	#value(name: string): FormValue | undefined {
		this.#asked.add(name);
		return this.#form[name];
	}

	#within(form: Form, path: string): Params {
		const inner = new Params(form, path);
		this.#inner.push(inner);
		return inner;
	}

	#path(name: string): string {
		return this.#prefix === "" ? name : `${this.#prefix}[${name}]`;
	}

	#missing(name: string): never {
		throw invalidRequest(`Missing required param: ${this.#path(name)}.`, this.#path(name), "parameter_missing");
	}
}
