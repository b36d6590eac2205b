import type { House, Rule } from "../house/house.ts";
import { resolve } from "./floors.ts";

/** Files that import one another in a circle, type imports included: neither can be understood without the other. */
export const noImportCycles: Rule = (house) => {
	const seen = new Set<string>();
	return findCycles(graphOf(house)).flatMap((cycle) => {
		const key = [...cycle].sort().join();
		if (seen.has(key)) return [];
		seen.add(key);
		return [
			{
				file: cycle[0] ?? "",
				problem: `imports itself: ${[...cycle, cycle[0]].join(" → ")}`,
				remedy: "Move what both need into a file of its own",
			},
		];
	});
};

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf({ files }: House): Graph {
	const known = new Set(files.map(({ path }) => path));
	return new Map(
		files.map(({ path, syntax }) => [
			path,
			(syntax?.imports ?? [])
				.filter(({ specifier }) => specifier.startsWith("."))
				.map(({ specifier }) => resolve(path, specifier))
				.filter((target) => known.has(target)),
		]),
	);
}

/** The circles a depth-first walk runs into: at least one of each knot of files. */
function findCycles(graph: Graph): readonly (readonly string[])[] {
	const done = new Set<string>();
	const cycles: (readonly string[])[] = [];
	const walk = (file: string, trail: readonly string[]) => {
		const start = trail.indexOf(file);
		if (start !== -1) cycles.push(trail.slice(start));
		if (start !== -1 || done.has(file)) return;
		for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
		done.add(file);
	};
	for (const file of graph.keys()) walk(file, []);
	return cycles;
}
