import { nanoUsd } from "@turnpike/money";
import { USAGE_STREAM } from "@turnpike/redis";
import { checkIdle } from "../check/check-idle.ts";
import type { Server } from "../engine/network.ts";
import type { World } from "../world/world.ts";
import { Crew } from "./crew.ts";
import { describeStep } from "./describe-step.ts";
import type { Setting, Step } from "./step.ts";

/** Plays the steps of a story on a world. */
export class Stage {
	readonly #world: World;
	readonly #setting: Setting;
	readonly #crew: Crew;

	constructor(world: World, setting: Setting) {
		this.#world = world;
		this.#setting = setting;
		const { database } = world;
		for (const [at, { accountId, nano }] of setting.deposits.entries()) {
			world.accounts.push(accountId);
			database.deposit(accountId, nano, `gift:first-${at}`);
		}
		world.gifts = setting.deposits.reduce((sum, { nano }) => sum + nano, 0n);
		world.toppedUp.push(...setting.toppedUp);
		for (const { keyId, nano, resetMs } of setting.budgets) database.ledger.setBudget(keyId, nano, resetMs);
		this.#crew = new Crew(world, setting);
	}

	play(step: Step): void {
		const { network, timeline, redis, stripe, database } = this.#world;
		if (step.do !== "call") this.#world.trace(`· ${describeStep(step)}`);
		switch (step.do) {
			case "call":
				this.#crew.call(step.pick, step.plan);
				break;
			case "kill api":
				this.#crew.killApi(step.pick, step.downMs);
				break;
			case "kill worker":
				this.#crew.killWorker(step.pick, step.downMs);
				break;
			case "pause api":
				this.#crew.api(step.pick).process.pause(step.ms);
				break;
			case "deploy api":
				this.#crew.deploy(step.pick);
				break;
			case "set a clock":
				this.#setClock(step.pick, step.ms);
				break;
			case "postgres away":
				this.#away(database, step.ms);
				break;
			case "postgres stuck":
				database.stuckUntil = timeline.now + step.ms;
				break;
			case "redis away":
				this.#away(redis, step.ms);
				break;
			case "redis wiped":
				this.#loseRedis(() => redis.wipe());
				break;
			case "redis replicates":
				redis.replicate();
				break;
			case "redis fails over":
				this.#loseRedis(() => {
					if (redis.failOver()) this.#world.redisForgot = true;
				});
				break;
			case "weather":
				network.weather = { lossy: step.lossy, slowMs: step.slowMs };
				timeline.after(step.ms, () => network.clear());
				break;
			case "stripe away":
				this.#away(stripe, step.ms);
				break;
			case "buy":
			case "refund":
			case "dispute":
				this.#atStripe(step);
				break;
			case "deposit":
			case "take back":
			case "suspend":
			case "budget":
				this.#change(step);
				break;
			case "poison":
				this.#poison(step.pick, step.where);
				break;
		}
	}

	#away(server: Server, ms: number): void {
		server.up = false;
		this.#world.timeline.after(ms, () => {
			server.up = true;
		});
	}

	/** Everything works again; what is under way ends, and what was lost is found. */
	async rest(): Promise<void> {
		const { network, timeline, redis, stripe, database } = this.#world;
		network.clear();
		[redis.up, database.up, stripe.up] = [true, true, true];
		[redis.stuckUntil, database.stuckUntil] = [0, 0];
		for (const account of this.#world.accounts) database.ledger.suspend(account, false);
		await timeline.passUntil(timeline.now + 40_000);
		this.#world.atRest = true;
		await timeline.passUntil(timeline.now + 70_000);
		this.#world.guard(() => checkIdle(this.#world));
		this.#crew.startWorkers();
		if (this.#setting.endsInOrder) this.#crew.closeApis();
		if (this.#setting.endsInOrder) await timeline.passUntil(timeline.now + 20_000);
		this.#crew.killApis();
		await timeline.passUntil(timeline.now + 160_000);
		this.#crew.killWorkers();
	}

	#setClock(pick: number, ms: number): void {
		const { redis } = this.#world;
		const { apis } = this.#crew;
		// A server's clock is kept; an hour forth or back is what its operators would see to.
		if (pick % (apis + 1) === apis) redis.clockOffset += Math.trunc(ms / 40);
		else this.#crew.api(pick).process.jump(ms);
	}

	/** What only Redis had of usage is lost with it. */
	#loseRedis(lose: () => void): void {
		const { redis, calls, database, lostWithRedis, checkpointsLost, garbled } = this.#world;
		const entries = () => redis.entriesIn(USAGE_STREAM).map((fields) => fields.join(" "));
		const before = entries();
		lose();
		const after = new Set(entries());
		const gone = before.filter((entry) => !after.has(entry));
		const isGone = (kind: string, what: string) =>
			gone.some((entry) => entry.startsWith(`kind ${kind} `) && entry.includes(what));
		for (const { generationId: id } of calls) {
			if (database.usage.has(id)) continue;
			if (isGone("final", id)) lostWithRedis.add(id);
			if (isGone("checkpoint", id) && !database.checkpoints.has(id)) checkpointsLost.add(id);
		}
		for (const raw of garbled) if (!database.unreadable.has(raw) && isGone("final", raw)) garbled.delete(raw);
	}

	/** What people and banks do, and the event that tells of it: late, twice, or not at all. */
	#atStripe(step: Extract<Step, { do: "buy" | "refund" | "dispute" }>): void {
		const { stripe, database, accounts, newId, random, timeline } = this.#world;
		const payment = stripe.payments[step.pick % (stripe.payments.length || 1)];
		if (step.do === "buy") {
			const id = `pur_${newId()}`;
			database.purchases.start(id, accounts[step.pick % accounts.length] ?? "", step.cents);
			stripe.charge(id, id, database.purchases.rows.get(id)?.price.totalCents ?? 0n);
		} else if (payment) {
			if (step.do === "refund") stripe.refund(payment, step.cents);
			else stripe.dispute(payment);
		}
		const at = stripe.events.length - 1;
		const purchaseId = stripe.events[at];
		for (let told = random.between(0, 2); told > 0 && purchaseId !== undefined; told--) {
			const deliver = () => {
				if (database.up) database.purchases.receive(`evt_${at}`, purchaseId);
			};
			timeline.after(random.between(1, 20_000), deliver);
		}
	}

	#change(step: Extract<Step, { do: "deposit" | "take back" | "suspend" | "budget" }>): void {
		const { accounts, database, timeline, newId } = this.#world;
		const accountId = accounts[step.pick % accounts.length] ?? "";
		switch (step.do) {
			case "deposit":
				this.#world.gifts += step.nano;
				database.deposit(accountId, step.nano, `gift:${newId()}`);
				break;
			case "take back":
				this.#world.gifts -= step.nano;
				database.takeBack(accountId, step.nano, `correction:${newId()}`);
				break;
			case "suspend":
				database.ledger.suspend(accountId);
				timeline.after(step.ms, () => database.ledger.suspend(accountId, false));
				break;
			case "budget": {
				const { keys } = this.#setting;
				database.ledger.setBudget(keys[step.pick % keys.length]?.keyId ?? "", step.nano, 60_000);
				break;
			}
		}
	}

	/** A record that cannot be right: in the book one that charges another price than its usage has, in Redis no record at all. */
	#poison(pick: number, where: "postgres" | "redis"): void {
		const { database, redis, poison, garbled, newId } = this.#world;
		const id = newId();
		if (where === "redis") {
			const raw = `{"poison":"${id}"}`;
			if (!redis.up) return;
			redis.execute("XADD", [USAGE_STREAM, "*", "kind", "final", "event", raw]);
			garbled.add(raw);
			return;
		}
		const row = [...database.usage.values()][pick % (database.usage.size || 1)];
		if (!row) return;
		poison.add(id);
		database.append({ ...row.event, generationId: id, chargeNanoUsd: nanoUsd(row.event.holdNanoUsd + 1n) });
	}
}
