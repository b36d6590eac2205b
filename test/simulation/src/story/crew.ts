import { Api, type Disk } from "../actors/api.ts";
import { BillingWorker } from "../actors/billing-worker.ts";
import type { CallRecord } from "../actors/calls.ts";
import { type CallPlan, serveCall } from "../actors/serve-call.ts";
import type { World } from "../world/world.ts";
import type { Setting } from "./step.ts";

/** The processes of a story, API and workers: started, called, killed and replaced. */
export class Crew {
	readonly #world: World;
	readonly #setting: Setting;
	readonly #apis: Api[] = [];
	readonly #workers: BillingWorker[] = [];
	readonly #disks: Disk[] = [];

	constructor(world: World, setting: Setting) {
		this.#world = world;
		this.#setting = setting;
		for (const at of setting.apis.keys()) this.#startApi(at);
		for (let at = 0; at < setting.workers; at++) this.#startWorker(at);
	}

	get apis(): number {
		return this.#apis.length;
	}

	/** A balancer chooses among those that take calls, where there are any. */
	call(pick: number, plan: CallPlan): void {
		const world = this.#world;
		const serving = this.#apis.filter((one) => one.process.alive && !one.closing);
		const api = serving[pick % serving.length] ?? this.api(pick);
		const call: CallRecord = {
			generationId: world.newId(),
			accountId: plan.accountId,
			keyId: plan.keyId,
			process: api.process.name,
			holder: api.kind,
			state: "begun",
			hold: undefined,
			event: undefined,
			durable: false,
			checkpointed: false,
			most: 0n,
			reason: "",
		};
		world.calls.push(call);
		if (!api.process.alive) {
			call.state = "refused";
			return;
		}
		void serveCall(world, api, call, plan).catch((error: unknown) =>
			world.guard(() => {
				throw error;
			}),
		);
	}

	api(pick: number): Api {
		const api = this.#apis[pick % this.#apis.length];
		if (!api) throw new Error("no API runs");
		return api;
	}

	killApi(pick: number, downMs: number): void {
		const api = this.api(pick);
		const at = this.#apis.indexOf(api);
		if (!api.process.alive) return;
		this.#kill(api);
		this.#world.timeline.after(downMs, () => this.#startApi(at));
	}

	/** Ends one in order and starts another in its place, as deployments do; its calls have time to end. */
	deploy(pick: number): void {
		const api = this.api(pick);
		const at = this.#apis.indexOf(api);
		if (!api.process.alive || api.closing) return;
		this.#close(api);
		this.#world.timeline.after(35_000, () => {
			this.#kill(api);
			this.#startApi(at);
		});
	}

	killWorker(pick: number, downMs: number): void {
		const { timeline } = this.#world;
		const workers = this.#workers;
		const at = pick % workers.length;
		if (!workers[at]?.process.alive) return;
		workers[at]?.process.kill();
		timeline.after(downMs, () => this.#startWorker(at));
	}

	/** Workers that are down are back, and find what was lost. */
	startWorkers(): void {
		for (const at of this.#workers.keys()) this.#startWorker(at);
	}

	closeApis(): void {
		for (const api of this.#apis) this.#close(api);
	}

	killApis(): void {
		for (const api of this.#apis) this.#kill(api);
	}

	killWorkers(): void {
		for (const worker of this.#workers) worker.process.kill();
	}

	#startApi(at: number): void {
		if (this.#apis[at]?.process.alive) return;
		const kind = this.#setting.apis[at] ?? "memory";
		const disk = this.#disks[at] ?? new Map();
		this.#disks[at] = disk;
		this.#world.trace(`api-${at + 1} starts, holding in ${kind}`);
		this.#apis[at] = new Api(this.#world, `api-${at + 1}`, kind, disk);
	}

	#startWorker(at: number): void {
		if (this.#workers[at]?.process.alive) return;
		this.#workers[at] = new BillingWorker(this.#world, `worker-${at + 1}`);
	}

	/** Its calls are lost with it. */
	#kill(api: Api): void {
		if (!api.process.alive) return;
		api.process.kill();
		for (const call of this.#world.calls) {
			if (call.process !== api.process.name || call.state !== "begun") continue;
			call.state = "lost";
		}
	}

	#close(api: Api): void {
		if (api.closing) return;
		api.close().catch((error: unknown) => this.#world.trace(`${api.process.name} closes: ${error}`));
	}
}
