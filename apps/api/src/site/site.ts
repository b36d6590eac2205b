/** The console's pages and files, wherever they are. undefined: there is nothing of it at this path. */
export type Site = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** One file of the built console. */
export interface SiteFile {
	readonly type: string;
	/** A strong validator, in quotes. */
	readonly etag: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** The same bytes, packed; absent where packing does not pay. */
	readonly brotli?: Uint8Array<ArrayBuffer>;
	readonly gzip?: Uint8Array<ArrayBuffer>;
}
