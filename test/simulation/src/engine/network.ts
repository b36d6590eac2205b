import type { Random } from "@turnpike/test-chaos/seeded-random";
import type { Process } from "./process.ts";
import type { Timeline } from "./timeline.ts";

/** Something that answers to processes. */
export interface Server {
	readonly name: string;
	/** False: connections are refused. */
	up: boolean;
	/** Until then it takes requests and does nothing. */
	stuckUntil: number;
	/** Whoever asks resends what had no answer, so that one request may be carried out twice. */
	readonly resends: boolean;
}

/** How likely it is that one request goes wrong, and how long its ways take. */
export interface Weather {
	readonly lossy: number;
	readonly slowMs: number;
}

const CALM: Weather = { lossy: 0, slowMs: 4 };

/** A client gives up after this. */
const GIVES_UP_MS = 2_000;

type Fate = "well" | "lost before" | "lost after" | "late" | "twice";

/** Nobody knows whether what was asked was done. The code is one that production code takes for a lost connection. */
export class Unanswered extends Error {
	override readonly name = "Unanswered";
	readonly code = "CONNECTION_CLOSED";
}

/**
 * Between processes and servers: every request takes time there and back, in no particular order, and may be lost before or
 * after it was carried out, be carried out long after its sender gave up, or twice.
 */
export class Network {
	weather = CALM;
	/** Told of each request that did not go well. */
	onTrouble: (line: string) => void = () => {};
	/** Told of each request that a server answered with an error. */
	onError: (error: unknown) => void = () => {};
	readonly #timeline: Timeline;
	readonly #random: Random;

	constructor(timeline: Timeline, random: Random) {
		this.#timeline = timeline;
		this.#random = random;
	}

	clear(): void {
		this.weather = CALM;
	}

	/** @param work what the server does: all of it at once, or nothing. */
	ask<T>(client: Process, server: Server, what: string, work: () => T | Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			if (!client.alive) return;
			const fate = this.#fateOf(server);
			const there = this.#wayMs();
			if (fate !== "well") this.onTrouble(`${client.name} → ${server.name}: ${what} is ${fate}`);
			const giveUp = (after: number) =>
				this.#timeline.after(after, () => client.deliver(() => reject(new Unanswered(`${what}: no answer`))));
			const carryOut = () =>
				Promise.resolve()
					.then(work)
					.catch((error: unknown) => {
						this.onError(error);
						throw error;
					});
			const answer = () => {
				const done = carryOut();
				const settled = (settle: () => void) => this.#timeline.after(this.#wayMs(), () => client.deliver(settle));
				done.then(
					(value) => settled(() => resolve(value)),
					(error: unknown) => settled(() => reject(error)),
				);
			};
			const atServer = (happen: () => void) => {
				if (!server.up) return giveUp(this.#wayMs());
				if (this.#timeline.now >= server.stuckUntil) return happen();
				giveUp(GIVES_UP_MS);
				this.#timeline.after(server.stuckUntil - this.#timeline.now, () => atServer(happen));
			};
			const unheard = () => void carryOut().catch(() => {});
			switch (fate) {
				case "well":
					return this.#timeline.after(there, () => atServer(answer));
				case "lost before":
					return giveUp(GIVES_UP_MS);
				case "lost after":
					this.#timeline.after(there, () => atServer(unheard));
					return giveUp(GIVES_UP_MS);
				case "late":
					this.#timeline.after(GIVES_UP_MS + this.#random.between(1, 3_000), () => atServer(unheard));
					return giveUp(GIVES_UP_MS);
				case "twice":
					this.#timeline.after(there, () => atServer(unheard));
					return this.#timeline.after(there + this.#wayMs(), () => atServer(answer));
			}
		});
	}

	#wayMs(): number {
		return this.#random.next() * this.weather.slowMs;
	}

	#fateOf(server: Server): Fate {
		if (this.weather.lossy === 0 || !this.#random.chance(this.weather.lossy)) return "well";
		const fates: Fate[] = ["lost before", "lost after", "late"];
		if (server.resends) fates.push("twice", "twice");
		return this.#random.pick(fates);
	}
}
