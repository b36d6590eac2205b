/** A function's value, computed on first use. */
export function once<T>(compute: () => T): () => T {
	let held: { readonly value: T } | undefined;
	return () => {
		held ??= { value: compute() };
		return held.value;
	};
}
