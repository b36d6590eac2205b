/** A number that goes up and down. */
export interface Gauge {
	set(value: number): void;
	add(by: number): void;
	readonly value: number;
}

export function createGauge(): Gauge {
	const gauge = {
		value: 0,
		set(value: number) {
			gauge.value = value;
		},
		add(by: number) {
			gauge.value += by;
		},
	};
	return gauge;
}
