import { createIdMaker, type IdMaker, type KeyHasher } from "@turnpike/accounts";
import { makeKeyHasher } from "@turnpike/api";
import type { Config } from "@turnpike/config";
import { connect, type Database, migrate } from "@turnpike/db";
import { borrowEmbeddedPostgres } from "../embedded-postgres/index.ts";
import { keyPeppers } from "../secrets.ts";

/** Who acts, as the audit log says it. */
export const ACTOR = "operator";

/** What a command works with; each thing is made when it is first asked for. */
export interface Operator {
	/** @throws ConfigError naming the variable that is wrong. */
	config(): Config;
	/** Where the database is: the one that was configured, or the embedded one, started if it is down. */
	databaseUrl(): Promise<string>;
	/** The book, brought to the current schema. */
	book(): Promise<Database>;
	keyHasher(): Promise<KeyHasher>;
	readonly ids: IdMaker;
	now(): number;
	/** Says on standard error what takes long, where a person is watching. */
	note(line: string): void;
	/** Leaves everything as it was found: an embedded database that was down is down again. */
	close(): Promise<void>;
}

export interface OperatorOptions {
	readonly readConfig: () => Config;
	readonly note: (line: string) => void;
}

export function makeOperator({ readConfig, note }: OperatorOptions): Operator {
	const closing: (() => Promise<void>)[] = [];
	const config = once(readConfig);
	const databaseUrl = once(async () => {
		const { databaseUrl: given, dataDir } = config();
		if (given !== undefined) return given;
		note(`Opening the embedded database of ${dataDir}`);
		const borrowing = borrowEmbeddedPostgres({ dataDir, log: note });
		// Known before it is open: a command that is interrupted meanwhile leaves no server behind either.
		closing.push(() =>
			borrowing.then(
				(borrowed) => borrowed.close(),
				() => {},
			),
		);
		return (await borrowing).url;
	});
	return {
		config,
		databaseUrl,
		book: once(async () => {
			const url = await databaseUrl();
			await migrate(url);
			const sql = connect(url, { connections: 2, applicationName: "turnpike admin" });
			closing.push(() => sql.end({ timeout: 5 }));
			return sql;
		}),
		keyHasher: once(async () => makeKeyHasher(await keyPeppers(config()))),
		ids: createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) }),
		now: () => Date.now(),
		note,
		close: once(async () => {
			// The last that was opened goes first: connections before their server.
			for (const close of closing.reverse()) await close();
		}),
	};
}

/** Calls the maker at most once; a promise that it made is shared. */
function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
