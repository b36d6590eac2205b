import type { SeedFile } from "../../src/snapshot/seed-schema.ts";

function lines(rows: readonly unknown[]): string {
	return rows.map((row) => JSON.stringify(row)).join(",\n");
}

/** The seed as text: JSON with one model and one endpoint to a line, so that a change of price is a change of one line. */
export function seedText(seed: SeedFile): string {
	const { models, endpoints, ...head } = seed;
	const headText = JSON.stringify(head).slice(0, -1);
	return `${headText},\n"models":[\n${lines(models)}\n],\n"endpoints":[\n${lines(endpoints)}\n]}\n`;
}
