import type { TurnpikeProcess } from "../processes/turnpike-process.ts";

/** Something that can be killed and comes back. */
export interface Victim {
	readonly name: string;
	kill(): Promise<void>;
	/** Starts it again, where nobody else does, and waits until it works. */
	revive(): Promise<void>;
	/** The APIs whose next answer shows that the kill is overcome. */
	readonly shownBy: readonly string[];
}

/** A running installation of Turnpike, and what can be done to it. */
export interface World {
	/** Base URLs of the APIs. */
	readonly apis: readonly string[];
	readonly processes: readonly TurnpikeProcess[];
	readonly victims: readonly Victim[];
	/** The database while it runs. */
	readonly databaseUrl: string;
	/** What keys are hashed under. */
	readonly pepper: string;
	/** Ends the serving processes in order and leaves workers that serve nobody. */
	quiesce(): Promise<void>;
	/** Starts a worker anew: it looks for what was lost at once, instead of after its pause. */
	restartWorker(): Promise<void>;
	/** Makes hot state outside the processes forget what they held, as it does by itself after a quarter of an hour. */
	forgetHolds(): Promise<void>;
	/** Ends every Turnpike process in order. */
	stopProcesses(): Promise<void>;
	/** The book after the last process has stopped. */
	openBook(): Promise<{ readonly url: string; close(): Promise<void> }>;
	/** Ends everything, at once where it has not ended yet. */
	end(): Promise<void>;
}
