import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseSeed } from "../src/snapshot/parse-seed.ts";
import { buildSeed } from "./seed/build-seed.ts";
import { seedText } from "./seed/seed-text.ts";

const USAGE = `Usage: bun scripts/make-seed.ts <models.dev api.json> --as-of YYYY-MM-DD [--out FILE]

Writes the catalog's seed (data/seed.json, unless --out says another file) from a models.dev dump of that day.`;

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { "as-of": { type: "string" }, out: { type: "string" }, help: { type: "boolean" } },
	});
	if (values.help === true) {
		console.log(USAGE);
		return 0;
	}
	const [dumpPath] = positionals;
	const asOf = values["as-of"];
	if (dumpPath === undefined || asOf === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
		console.error(USAGE);
		return 2;
	}
	const dump: unknown = JSON.parse(await readFile(dumpPath, "utf8"));
	const seed = buildSeed(dump, asOf);
	// The door that will read it must let it in.
	parseSeed(seed);
	const out = values.out ?? new URL("../data/seed.json", import.meta.url);
	await writeFile(out, seedText(seed));
	const priced = seed.endpoints.filter((endpoint) => endpoint.price !== undefined).length;
	console.log(`${seed.models.length} models, ${seed.endpoints.length} endpoints, ${priced} of them priced`);
	return 0;
}

process.exitCode = await main();
