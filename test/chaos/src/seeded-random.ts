/** Numbers that follow from a seed alone, so that a run's choices can be made again. */
export interface Random {
	/** In [0, 1). */
	next(): number;
	/** A whole number, both ends included. */
	between(least: number, most: number): number;
	chance(probability: number): boolean;
	/** @throws RangeError when there is nothing to pick from. */
	pick<T>(from: readonly T[]): T;
	shuffled<T>(of: readonly T[]): T[];
	/** Another sequence that follows from this seed and a name, whatever was drawn here before. */
	fork(name: string): Random;
}

/** @param seed any whole number; its low 32 bits count. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	// mulberry32: a multiplicative hash of a counter.
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
	return {
		next,
		between,
		chance: (probability) => next() < probability,
		pick(from) {
			const picked = from[between(0, from.length - 1)];
			if (picked === undefined) throw new RangeError("nothing to pick from");
			return picked;
		},
		shuffled(of) {
			const drawn = of.map((value) => ({ value, at: next() }));
			return drawn.sort((a, b) => a.at - b.at).map(({ value }) => value);
		},
		fork: (name) => seededRandom(nameHash(name) ^ seed),
	};
}

/** FNV-1a over UTF-16. */
function nameHash(name: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 0x01000193);
	return value >>> 0;
}
