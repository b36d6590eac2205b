/** A server under test, wherever it runs. */
export interface RunningServer {
	/** `http://127.0.0.1:8787`, without a trailing slash. */
	readonly baseUrl: string;
	/** Everything it wrote so far, for messages of failed tests. */
	readonly output: () => string;
	/** Asks it to end and waits until it has. @returns its exit code. */
	stop(): Promise<number | null>;
	/** Ends it at once, as `kill -9`. */
	kill(): Promise<void>;
}

/** How a server is brought up: as a Bun process, or on another runtime that serves the same app. */
export interface Runtime {
	/** @param settings the contract's environment variables. @throws with the server's output when it does not come up. */
	start(settings: Readonly<Record<string, string>>): Promise<RunningServer>;
}
