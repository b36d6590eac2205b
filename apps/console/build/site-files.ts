import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { fingerprint } from "./fingerprint.ts";
import { FINGERPRINT_FILE } from "./fingerprint-file.ts";
import { siteHeaders } from "./site-headers.ts";

const COMPRESSIBLE = /\.(?:html|js|css|svg|txt|json|webmanifest)$/;
/** What a server with files of its own reads, and a host of static files shall not publish. */
const NOT_PUBLISHED = `*.br\n*.gz\n${FINGERPRINT_FILE}\n`;

/** Of vite's resolved configuration, what is read here. */
interface BuildConfig {
	readonly root: string;
	readonly build: { readonly outDir: string };
}

/** Adds to a build what serves it needs: headers, and each text compressed once and well. A plugin of vite's. */
export function siteFiles() {
	let directory = "";
	return {
		name: "turnpike-site-files",
		apply: "build" as const,
		configResolved(config: BuildConfig) {
			directory = resolve(config.root, config.build.outDir);
		},
		async closeBundle() {
			await writeFile(join(directory, FINGERPRINT_FILE), await fingerprint());
			const html = await readFile(join(directory, "index.html"), "utf8");
			await writeFile(join(directory, "_headers"), siteHeaders(html));
			await writeFile(join(directory, ".assetsignore"), NOT_PUBLISHED);
			const files = await readdir(directory, { recursive: true });
			await Promise.all(files.filter((file) => COMPRESSIBLE.test(file)).map((file) => compress(join(directory, file))));
		},
	};
}

async function compress(path: string): Promise<void> {
	const bytes = await readFile(path);
	const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
	await Promise.all([
		promisify(brotliCompress)(bytes, { params }).then((packed) => writeFile(`${path}.br`, packed)),
		promisify(gzip)(bytes, { level: 9 }).then((packed) => writeFile(`${path}.gz`, packed)),
	]);
}
