/** One worker as the platform would run it, as far as `workerd` itself knows of it. */
export interface WorkerSettings {
	/** By which other workers and sockets find it. */
	readonly name: string;
	/** Name of the bundle's file, beside the configuration. */
	readonly module: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
	/** Workers that are bound to it, by the binding's name. */
	readonly services: Readonly<Record<string, string>>;
}

export interface PlatformSettings {
	/** The first is served on the socket. */
	readonly workers: readonly WorkerSettings[];
	/** Vars and secrets of all of them. */
	readonly texts: Readonly<Record<string, string>>;
	/** `postgres://user:password@host:port/database`, bound as HYPERDRIVE. */
	readonly databaseUrl: string;
}

/** Stands for the platform's assets, of which there is one page. */
const ASSETS = `export default {
	fetch: () => new Response("<title>the console</title>", { headers: { "content-type": "text/html" } }),
};`;

/** The platform tells a worker whom a request comes from, and drops what a client says of it; here all come from one host. */
const SAYING_THE_CALLER = '(injectRequestHeaders = [(name = "cf-connecting-ip", value = "127.0.0.1")])';

/**
 * The configuration of `workerd serve`: the first worker on a free port, their database behind a Hyperdrive binding without
 * a cache, and the whole network within their reach, because the tests' providers are on 127.0.0.1.
 */
export function workerConfig({ workers, texts, databaseUrl }: PlatformSettings): string {
	const database = new URL(databaseUrl);
	const shared = [...textBindings(texts), hyperdrive(database), '(name = "ASSETS", service = "assets")'];
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		${workers.map((worker) => service(worker, shared)).join(",\n\t\t")},
		(name = "assets", worker = (
			modules = [(name = "assets.js", esModule = ${quoted(ASSETS)})],
			compatibilityDate = ${quoted(workers[0]?.compatibilityDate ?? "")})),
		(name = "network", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
		(name = "postgres", external = (address = ${quoted(`${database.hostname}:${database.port}`)}, tcp = ()))
	],
	sockets = [(name = "http", address = "127.0.0.1:0", http = ${SAYING_THE_CALLER}, service = ${quoted(workers[0]?.name ?? "")})]
);
`;
}

function service(worker: WorkerSettings, shared: readonly string[]): string {
	const services = Object.entries(worker.services).map(
		([name, target]) => `(name = ${quoted(name)}, service = ${quoted(target)})`,
	);
	return `(name = ${quoted(worker.name)}, worker = (
			modules = [(name = ${quoted(worker.module)}, esModule = embed ${quoted(worker.module)})],
			compatibilityDate = ${quoted(worker.compatibilityDate)},
			compatibilityFlags = [${worker.compatibilityFlags.map(quoted).join(", ")}],
			bindings = [${[...shared, ...services].join(",\n\t\t\t\t")}],
			globalOutbound = "network"))`;
}

function textBindings(texts: Readonly<Record<string, string>>): string[] {
	return Object.entries(texts).map(([name, text]) => `(name = ${quoted(name)}, text = ${quoted(text)})`);
}

function hyperdrive(database: URL): string {
	return `(name = "HYPERDRIVE", hyperdrive = (
					designator = "postgres", scheme = "postgres", database = ${quoted(database.pathname.slice(1))},
					user = ${quoted(decodeURIComponent(database.username))},
					password = ${quoted(decodeURIComponent(database.password))}))`;
}

/** Text in Cap'n Proto's syntax: what JSON escapes is escaped there too. */
function quoted(text: string): string {
	return JSON.stringify(text);
}
