import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The first of these programs that is on a search path, as a whole path. */
export async function findProgram(names: readonly string[], searchPath: string): Promise<string | undefined> {
	for (const name of names) {
		for (const directory of searchPath.split(delimiter)) {
			const path = join(directory, name);
			if (directory !== "" && (await isExecutable(path))) return path;
		}
	}
	return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
	return access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}
