/** In the Streams standard and on the platform (section 4.2.4); Bun's types do not know it. */
interface FromIterable {
	from(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** A body made of chunks as they come. A caller who leaves ends the generator, as on Bun. */
export function streamBody(chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>): BodyInit {
	return (ReadableStream as unknown as FromIterable).from(chunks);
}
