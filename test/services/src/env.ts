/** What whoever runs the tests may have given; each is found or started when absent. */
export interface TestEnvironment {
	/** A superuser's URL of a Postgres server on which databases may be made and dropped. */
	readonly databaseUrl: string | undefined;
	readonly redisUrl: string | undefined;
	/** The path of a Chromium or Chrome. */
	readonly chromium: string | undefined;
	readonly searchPath: string;
}

/** An empty variable counts as absent. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): TestEnvironment {
	return {
		databaseUrl: env.TEST_DATABASE_URL || undefined,
		redisUrl: env.TEST_REDIS_URL || undefined,
		chromium: env.TEST_CHROMIUM || undefined,
		searchPath: env.PATH ?? "",
	};
}

/** The environment for a child: ours, with what was found. */
export function environmentWith(found: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
	return { ...process.env, ...found };
}

/** Tell the test files of this run which server to use; they run in processes made after this. */
export function announceDatabase(url: string): void {
	process.env.TEST_DATABASE_URL = url;
}
