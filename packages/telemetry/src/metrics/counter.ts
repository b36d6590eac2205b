/** A count that only grows. */
export interface Counter {
	/** @param by zero or more; 1 by default. */
	add(by?: number): void;
	readonly value: number;
}

export function createCounter(): Counter {
	const counter = {
		value: 0,
		add(by = 1) {
			if (by < 0) throw new RangeError(`a counter only grows: ${by}`);
			counter.value += by;
		},
	};
	return counter;
}
