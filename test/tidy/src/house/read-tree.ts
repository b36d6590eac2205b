import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const TEXT =
	/\.(?:ts|tsx|js|mjs|json|md|sql|sh|yml|yaml|toml|css|html|lua)$|(?:^|\/)(?:run|Dockerfile|\.gitignore|\.npmrc)$/;
/** Data and what tools generate: facts, not source. Programs that stand beside recorded fixtures are source. */
const NOT_SOURCE = /^package-lock\.json$|\/(?:data|drizzle|dist)\/|\/fixtures\/(?!.*\.ts$)/;

/** The text files git knows or would add, path from the root → text. */
export function readTree(root: string): Readonly<Record<string, string>> {
	const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
		cwd: root,
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	});
	const texts: Record<string, string> = {};
	for (const path of listed.split("\0")) {
		if (!TEXT.test(path) || NOT_SOURCE.test(path)) continue;
		if (statSync(join(root, path), { throwIfNoEntry: false })?.isFile())
			texts[path] = readFileSync(join(root, path), "utf8");
	}
	return texts;
}
