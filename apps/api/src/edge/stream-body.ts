/** In the Streams standard and on the platform (section 4.2.4); Bun's types do not know it. */
interface FromIterable {
	from(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>>;
}

const encoder = new TextEncoder();

/** A body made of chunks as they come, texts in UTF-8. A caller who leaves ends the generator, as on Bun. */
export function streamBody(chunks: AsyncGenerator<string | Uint8Array<ArrayBuffer>>): BodyInit {
	return (ReadableStream as unknown as FromIterable).from(encoded(chunks));
}

async function* encoded(
	chunks: AsyncGenerator<string | Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	for await (const chunk of chunks) yield typeof chunk === "string" ? encoder.encode(chunk) : chunk;
}
