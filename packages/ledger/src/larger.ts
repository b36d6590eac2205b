export function larger(one: bigint, other: bigint): bigint {
	return one > other ? one : other;
}
