import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { makeSite, type Site, type SiteFile } from "@turnpike/api";

const TYPES: Readonly<Record<string, string>> = {
	html: "text/html; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	css: "text/css; charset=utf-8",
	svg: "image/svg+xml",
	png: "image/png",
	txt: "text/plain; charset=utf-8",
	json: "application/json",
	webmanifest: "application/manifest+json",
};

/** Reads a built console whole into memory, so that another build does not change what this process serves. */
export async function readSite(directory: string): Promise<Site> {
	const entries = await readdir(directory, { recursive: true, withFileTypes: true });
	const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const files = new Map<string, SiteFile>();
	for (const path of paths) {
		const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
		if (type === undefined) continue;
		const name = `/${relative(directory, path).split(sep).join("/")}`;
		files.set(name, await readSiteFile(path, type, new Set(paths)));
	}
	return makeSite(files, await readFile(join(directory, "_headers"), "utf8"));
}

async function readSiteFile(path: string, type: string, there: ReadonlySet<string>): Promise<SiteFile> {
	const bytes = await readBytes(path);
	return {
		type,
		etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
		bytes,
		...(there.has(`${path}.br`) && { brotli: await readBytes(`${path}.br`) }),
		...(there.has(`${path}.gz`) && { gzip: await readBytes(`${path}.gz`) }),
	};
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await readFile(path));
}
