/** What runs in a bench: the thing measured, and everything that must not disturb it. */
export type Seat = "target" | "upstream" | "loader" | "database";

/** The core of each seat; absent when processes are not pinned. */
export type Placement = { readonly core: Readonly<Record<Seat, number>> | undefined; readonly description: string };

/** Gives the target a core of its own and shares out the others. Nothing is pinned on one core or without `taskset`. */
export function place(cores: readonly number[], canPin: boolean): Placement {
	const [target, ...others] = cores;
	const [first, second, third] = others;
	if (!canPin || target === undefined || first === undefined) {
		return { core: undefined, description: `not pinned (${cores.length} cores${canPin ? "" : ", no taskset"})` };
	}
	const core = {
		target,
		upstream: first,
		loader: third === undefined ? first : (second ?? first),
		database: third ?? second ?? first,
	};
	return { core, description: `${describe(core)} of ${cores.length} cores` };
}

function describe(core: Readonly<Record<Seat, number>>): string {
	const byCore = new Map<number, string[]>();
	for (const [seat, number] of Object.entries(core)) byCore.set(number, [...(byCore.get(number) ?? []), seat]);
	return [...byCore].map(([number, seats]) => `${seats.join(", ")} on core ${number}`).join("; ");
}

/** The cores in a Linux CPU list such as `0-3,8`. */
export function parseCpuList(text: string): number[] {
	return text
		.trim()
		.split(",")
		.filter((part) => part !== "")
		.flatMap((part) => {
			const [from, to] = part.split("-").map(Number);
			if (from === undefined || Number.isNaN(from)) throw new Error(`not a list of cores: ${text}`);
			return Array.from({ length: (to ?? from) - from + 1 }, (_, index) => from + index);
		});
}
