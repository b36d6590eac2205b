/** How the platform would run the worker, as far as `workerd` itself knows of it. */
export interface WorkerSettings {
	/** Name of the bundle's file, beside the configuration. */
	readonly module: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
	/** Vars and secrets. */
	readonly texts: Readonly<Record<string, string>>;
	/** `postgres://user:password@host:port/database`, bound as HYPERDRIVE. */
	readonly databaseUrl: string;
}

/**
 * The configuration of `workerd serve`: the worker on a free port, its database behind a Hyperdrive binding without a
 * cache, and the whole network within its reach, because the tests' providers are on 127.0.0.1.
 */
export function workerConfig(settings: WorkerSettings): string {
	const database = new URL(settings.databaseUrl);
	const texts = Object.entries(settings.texts).map(
		([name, text]) => `(name = ${quoted(name)}, text = ${quoted(text)})`,
	);
	const hyperdrive = `(name = "HYPERDRIVE", hyperdrive = (
		designator = "postgres", scheme = "postgres", database = ${quoted(database.pathname.slice(1))},
		user = ${quoted(decodeURIComponent(database.username))},
		password = ${quoted(decodeURIComponent(database.password))}))`;
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		(name = "api", worker = (
			modules = [(name = ${quoted(settings.module)}, esModule = embed ${quoted(settings.module)})],
			compatibilityDate = ${quoted(settings.compatibilityDate)},
			compatibilityFlags = [${settings.compatibilityFlags.map(quoted).join(", ")}],
			bindings = [${[...texts, hyperdrive].join(",\n\t\t\t\t")}],
			globalOutbound = "network")),
		(name = "network", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
		(name = "postgres", external = (address = ${quoted(`${database.hostname}:${database.port}`)}, tcp = ()))
	],
	sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "api")]
);
`;
}

/** Text in Cap'n Proto's syntax: what JSON escapes is escaped there too. */
function quoted(text: string): string {
	return JSON.stringify(text);
}
