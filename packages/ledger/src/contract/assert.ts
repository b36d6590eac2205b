/** @throws when the books of a `MemoryBook` are not as they must be. */
export function assert(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(`the books are wrong: ${what}`);
}
