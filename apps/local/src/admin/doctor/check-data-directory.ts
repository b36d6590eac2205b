import { access, constants, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "@turnpike/config";
import { SECRET_FILES } from "../../secrets.ts";
import { broken, type Check, look, ok, warning } from "./check.ts";

const NAME = "data directory";
const LEAST_FREE_BYTES = 1024 ** 3;
const SECRETS = [...Object.values(SECRET_FILES), "quickstart.json"];
/** Mode bits that let others than the owner read. */
const OTHERS = 0o077;

/** Whether DATA_DIR can be written, has room, and keeps its secrets to its owner. */
export function checkDataDirectory({ dataDir }: Config): Promise<Check> {
	return look(NAME, "Make it writable, or name another with DATA_DIR.", async () => {
		const there = await stat(dataDir).catch(() => undefined);
		if (!there) return ok(NAME, `${dataDir} is made at the first start`);
		if (!there.isDirectory()) return broken(NAME, `${dataDir} is no directory`, "Name another with DATA_DIR.");
		await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
		for (const name of SECRETS) {
			const file = await stat(join(dataDir, name)).catch(() => undefined);
			if (file && (file.mode & OTHERS) !== 0) {
				return warning(NAME, `others can read ${name}`, `chmod 600 '${join(dataDir, name)}'`);
			}
		}
		const { bavail, bsize } = await statfs(dataDir);
		if (bavail * bsize < LEAST_FREE_BYTES) {
			return warning(NAME, `${Math.floor((bavail * bsize) / 1024 ** 2)} MiB are free at ${dataDir}`, "Make room.");
		}
		return ok(NAME, dataDir);
	});
}
