/**
 * Mends packages where they were installed, after `npm ci`. A change names the very text it replaces, and the version it is
 * for: after an upgrade the installation fails here, until somebody has looked whether the change is still needed.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import postgres from "./postgres-3.4.9.mjs";

const MODULES = new URL("../../node_modules/", import.meta.url);

for (const patch of [postgres]) {
	const folder = new URL(`${patch.package}/`, MODULES);
	// Some of the workspaces do without it, where only they are installed.
	if (!existsSync(folder)) continue;
	const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
	if (version !== patch.version) {
		throw new Error(
			`${patch.package} is ${version}, and infra/patches mends ${patch.version}: look whether it is still needed`,
		);
	}
	for (const name of patch.files) {
		const file = new URL(name, folder);
		const before = readFileSync(file, "utf8");
		const after = patch.changes.reduce((text, [from, to]) => replaced(text, from, to, name), before);
		if (after !== before) writeFileSync(file, after);
	}
}

/** @throws when the text to be replaced is not there, or more than once. */
function replaced(text, from, to, name) {
	if (text.includes(to)) return text;
	if (text.split(from).length !== 2) throw new Error(`${name} has not what infra/patches replaces:\n${from}`);
	return text.replace(from, () => to);
}
