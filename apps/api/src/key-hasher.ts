import { createHmac } from "node:crypto";
import type { KeyHasher } from "@turnpike/accounts";
import type { Pepper } from "@turnpike/config";

/** HMAC-SHA-256 under each pepper; synchronous, because the Web Crypto call costs thirty times as much. */
export function makeKeyHasher(peppers: readonly Pepper[]): KeyHasher {
	const [current] = peppers;
	if (!current) throw new Error("no pepper: keys cannot be hashed");
	const secrets = new Map(peppers.map((pepper) => [pepper.version, pepper.secret]));
	return {
		currentVersion: current.version,
		versions: peppers.map((pepper) => pepper.version),
		hmac(version, text) {
			const secret = secrets.get(version);
			if (secret === undefined) throw new RangeError(`no pepper of version ${version}`);
			return createHmac("sha256", secret).update(text).digest("hex");
		},
	};
}
