import type { Random } from "@turnpike/test-chaos/seeded-random";
import type { CallRecord } from "../actors/calls.ts";
import { type Violation, violationIn, violationOf } from "../check/violation.ts";
import { Network } from "../engine/network.ts";
import { Process } from "../engine/process.ts";
import { Timeline } from "../engine/timeline.ts";
import { Database } from "../stores/database.ts";
import { RedisServer } from "../stores/redis/redis-server.ts";
import { Stripe } from "../stores/stripe.ts";
import type { Parts } from "./parts.ts";

/** So many lines of what happened last are kept for a report. */
const TRACED = 400;

/** Everything of one run: time, network, servers, processes, and what their callers know. */
export class World {
	readonly parts: Parts;
	readonly random: Random;
	readonly timeline = new Timeline();
	readonly network: Network;
	readonly database: Database;
	readonly redis: RedisServer;
	readonly stripe = new Stripe();
	readonly calls: CallRecord[] = [];
	readonly accounts: string[] = [];
	/** Accounts that are topped up by themselves. */
	readonly toppedUp: string[] = [];
	/** Nano-USD that came from nowhere but this story: what was given and taken beside all payments. */
	gifts = 0n;
	/** Generations whose only record a Redis had when it lost it. */
	readonly lostWithRedis = new Set<string>();
	/** Streams of whose states the last that was known went with a Redis. */
	readonly checkpointsLost = new Set<string>();
	/** Generations made to be wrong, which are to be parked. */
	readonly poison = new Set<string>();
	/** Entries of the second log that nobody can read, which are to be kept. */
	readonly garbled = new Set<string>();
	/** A Redis went on without its last writes: what it had set aside is not known. */
	redisForgot = false;
	/** Told of each call at the moment of its end. */
	onCallEnded: (call: CallRecord) => void = () => {};
	/** Nothing happens any more: what only keeps the house may take its time, which makes runs short. */
	atRest = false;
	readonly #trace: string[] = [];
	#ids = 0;
	#violation: Violation | undefined;

	constructor(parts: Parts, random: Random) {
		this.parts = parts;
		this.random = random;
		this.network = new Network(this.timeline, random.fork("network"));
		this.network.onTrouble = (line) => this.trace(line);
		// A book that is found wrong is wrong, whoever is told so and goes on.
		this.network.onError = (error) => {
			this.#violation ??= violationIn(error);
		};
		this.database = new Database(this.timeline, parts.store, parts.bookings);
		this.redis = new RedisServer(this.timeline);
	}

	/** UUIDv7 in form, in the order of their making. */
	readonly newId = (): string => `00000000-0000-7000-8000-${(++this.#ids).toString().padStart(12, "0")}`;

	newProcess(name: string): Process {
		return new Process(name, this.timeline, this.random.fork(`${name} ${this.#ids++}`));
	}

	trace(line: string): void {
		this.#trace.push(`${(this.timeline.now / 1_000).toFixed(3)} ${line}`);
		if (this.#trace.length > TRACED) this.#trace.shift();
	}

	get lines(): readonly string[] {
		return this.#trace;
	}

	/** A loop's pause. */
	pause(ms: number): number {
		return this.atRest ? ms * 8 : ms;
	}

	/** Remembers the first violation, wherever it is met. */
	guard(check: () => void): void {
		try {
			check();
		} catch (error) {
			this.#violation ??= violationOf(error);
		}
	}

	/** @throws the first violation. */
	assertRight(): void {
		if (this.#violation) throw this.#violation;
	}
}
