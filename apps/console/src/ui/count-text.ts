const UNITS = [
	[1_000_000_000, "B"],
	[1_000_000, "M"],
	[1_000, "k"],
] as const;

/** A count in few letters: 131,072 is "131k", 1,048,576 "1.05M". */
export function countText(count: number): string {
	for (const [size, letter] of UNITS) {
		if (count >= size) return `${Number((count / size).toPrecision(3))}${letter}`;
	}
	return String(count);
}

/** A count in full: "131,072". */
export function wholeCount(count: number): string {
	return count.toLocaleString("en-US");
}
