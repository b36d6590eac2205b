import type { Step } from "./step.ts";

/** A step as one line. */
export function describeStep({ do: what, afterMs: _, ...rest }: Step): string {
	const told = Object.entries(rest).map(
		([name, value]) => `${name} ${typeof value === "object" ? textOf(value) : value}`,
	);
	return [what, told.join(", ")].join(" ").trimEnd();
}

function textOf(plan: object): string {
	return Object.values(plan).join(" ");
}
