/**
 * A body made of chunks as they come, texts in UTF-8, on Bun: written straight into the connection, without a queue and its
 * promises between. What the caller does not take holds the next chunk back. A caller who leaves ends the generator; a
 * generator that throws breaks the connection off.
 */
export function directBody(chunks: AsyncGenerator<string | Uint8Array<ArrayBuffer>>): ReadableStream {
	const source: Bun.DirectUnderlyingSource = {
		type: "direct",
		pull: (sink) => pour(chunks, sink),
		cancel: () => void chunks.return(undefined),
	};
	// The platform's own types know no direct streams.
	return new ReadableStream(source as unknown as UnderlyingDefaultSource);
}

async function pour(
	chunks: AsyncGenerator<string | Uint8Array<ArrayBuffer>>,
	sink: Pick<ReadableStreamDirectController, "write" | "end">,
): Promise<void> {
	for await (const chunk of chunks) {
		// Bun sends it once nothing more is done at once, so that the end goes out together with the last chunk.
		const written = sink.write(chunk);
		if (written instanceof Promise) await written;
	}
	sink.end();
}
