import { type JsonRecord, textAt } from "../json/record.ts";
import { hash, randomFrom } from "./random.ts";
import { inputsOf } from "./read-request.ts";
import { countTokens } from "./tokens.ts";

const DEFAULT_DIMENSIONS = 256;
const MOST_DIMENSIONS = 4_096;

/** A complete embedding answer: a unit vector per input that follows from its text alone. */
export function writeEmbeddings(body: JsonRecord): string {
	const inputs = inputsOf(body);
	const dimensions = dimensionsOf(body.dimensions);
	const base64 = body.encoding_format === "base64";
	const tokens = inputs.reduce((total, input) => total + Math.max(1, countTokens(input)), 0);
	return JSON.stringify({
		object: "list",
		data: inputs.map((input, index) => {
			const vector = unitVector(input, dimensions);
			return { object: "embedding", index, embedding: base64 ? toBase64(vector) : Array.from(vector) };
		}),
		model: textAt(body, "model"),
		usage: { prompt_tokens: tokens, total_tokens: tokens },
		sandbox: true,
	});
}

function dimensionsOf(value: unknown): number {
	if (typeof value !== "number" || !Number.isInteger(value) || value < 1) return DEFAULT_DIMENSIONS;
	return Math.min(value, MOST_DIMENSIONS);
}

function unitVector(text: string, dimensions: number): Float32Array {
	const random = randomFrom(hash(text));
	const vector = new Float32Array(dimensions);
	let square = 0;
	for (let at = 0; at < dimensions; at++) {
		const value = random() * 2 - 1;
		vector[at] = value;
		square += value * value;
	}
	const length = Math.sqrt(square) || 1;
	return vector.map((value) => value / length);
}

/** Little-endian 32-bit floats, as OpenAI sends them. */
function toBase64(vector: Float32Array): string {
	const view = new DataView(new ArrayBuffer(vector.length * 4));
	vector.forEach((value, at) => {
		view.setFloat32(at * 4, value, true);
	});
	let binary = "";
	for (const byte of new Uint8Array(view.buffer)) binary += String.fromCharCode(byte);
	return btoa(binary);
}
