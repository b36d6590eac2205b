import { createHmac } from "node:crypto";
import type { KeyHasher } from "@turnpike/accounts";
import type { Pepper } from "@turnpike/config";

/** HMAC-SHA-256 under each pepper; synchronous, because the Web Crypto call costs thirty times as much. */
export function makeKeyHasher(peppers: readonly Pepper[]): KeyHasher {
	const [current] = peppers;
	if (!current) throw new Error("no pepper: keys cannot be hashed");
	const hmacs = new Map(peppers.map((pepper) => [pepper.version, prepareHmac(pepper.secret)]));
	return {
		currentVersion: current.version,
		versions: peppers.map((pepper) => pepper.version),
		hmac(version, text) {
			const hmac = hmacs.get(version);
			if (!hmac) throw new RangeError(`no pepper of version ${version}`);
			return hmac(text);
		},
	};
}

/** Bun can keep the keyed state and copy it, which halves the cost; other runtimes make it anew each time. */
function prepareHmac(secret: string): (text: string) => string {
	if (typeof Bun === "undefined") return (text) => createHmac("sha256", secret).update(text).digest("hex");
	const keyed = new Bun.CryptoHasher("sha256", secret);
	return (text) => keyed.copy().update(text).digest("hex");
}
