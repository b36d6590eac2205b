/** One thing that must not have happened, how often it did, and where to look. */
export interface Count {
	readonly name: string;
	readonly value: number;
	/** The first few: generation ids and amounts. */
	readonly evidence: readonly string[];
}

const MOST_SHOWN = 5;

/** Counts the findings of one kind. */
export function countOf(name: string, findings: readonly string[]): Count {
	return { name, value: findings.length, evidence: findings.slice(0, MOST_SHOWN) };
}

export function numberOf(name: string, value: number, evidence = ""): Count {
	return { name, value, evidence: evidence === "" || value === 0 ? [] : [evidence] };
}
