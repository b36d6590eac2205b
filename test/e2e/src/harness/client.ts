import type { JsonObject } from "./json-object.ts";
import { readFrames } from "./read-sse.ts";

/** Where the two flavours of the API are. */
export const ROOTS = ["/v1", "/api/v1"] as const;
export type Root = (typeof ROOTS)[number];

export interface CallOptions {
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
}

/** A complete JSON answer. */
export interface JsonAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	readonly body: JsonObject;
}

export interface StreamAnswer {
	readonly status: number;
	readonly headers: Headers;
	/** Every byte of it. */
	readonly text: string;
	/** Each frame without its blank line. */
	readonly frames: readonly string[];
	/** The parsed data of each frame that has any, the terminator left out. */
	readonly chunks: readonly JsonObject[];
}

/** A client of one server with one key, that sends what it is told and hides nothing. */
export class Client {
	readonly baseUrl: string;
	readonly key: string;

	constructor(baseUrl: string, key: string) {
		this.baseUrl = baseUrl;
		this.key = key;
	}

	/** @param path from the host: `/v1/chat/completions`. @param body sent as it is if it is text. */
	send(path: string, body: string | object, options: CallOptions = {}): Promise<Response> {
		return fetch(this.baseUrl + path, {
			method: "POST",
			headers: { "content-type": "application/json", authorization: `Bearer ${this.key}`, ...options.headers },
			body: typeof body === "string" ? body : JSON.stringify(body),
			...(options.signal && { signal: options.signal }),
		});
	}

	async post(path: string, body: string | object, options: CallOptions = {}): Promise<JsonAnswer> {
		return jsonOf(await this.send(path, body, options));
	}

	async get(path: string, options: CallOptions = {}): Promise<JsonAnswer> {
		const headers = { authorization: `Bearer ${this.key}`, ...options.headers };
		return jsonOf(await fetch(this.baseUrl + path, { headers }));
	}

	/** By any method, with a body where there is one. */
	async ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<JsonAnswer> {
		const headers = { "content-type": "application/json", authorization: `Bearer ${this.key}` };
		return jsonOf(await fetch(this.baseUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
	}

	async stream(path: string, body: object, options: CallOptions = {}): Promise<StreamAnswer> {
		const response = await this.send(path, { ...body, stream: true }, options);
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, ...readFrames(text) };
	}
}

async function jsonOf(response: Response): Promise<JsonAnswer> {
	const text = await response.text();
	const { status, headers } = response;
	return { status, headers, text, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

/** A call of the sandbox, or of another model, with one user message. */
export function chat(content: string, more: object = {}): object {
	return { model: "sandbox/echo", messages: [{ role: "user", content }], ...more };
}
