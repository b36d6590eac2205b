import { price, UnpricedClass } from "@turnpike/catalog";
import {
	type AttemptRecord,
	type Evidence,
	type GenerationStatus,
	isEstimate,
	type UsageEvent,
} from "@turnpike/ledger";
import { chargeFromPico, costFromPico, type NanoUsd, nanoUsd, ZERO_NANO_USD } from "@turnpike/money";
import { ATTRIBUTES } from "@turnpike/telemetry";
import { type Bill, INPUT_CLASSES, type Usage } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Generation } from "./generation.ts";
import type { Need } from "./needs.ts";
import { billingUnavailable } from "./refusal-error.ts";
import { releasePermit } from "./release-permit.ts";
import type { SetAside } from "./set-aside.ts";

type SettlementDependencies = Pick<
	ApiDependencies,
	"allowances" | "limits" | "usageLog" | "drains" | "log" | "metrics" | "monotonic"
>;

/** How a generation ended at the endpoint that served it. */
export interface Outcome {
	readonly need: Need;
	readonly status: GenerationStatus;
	/** What the customer pays for. */
	readonly usage: Usage;
	/** What the provider bills us for, where that is more. */
	readonly providerUsage?: Usage;
	readonly evidence: Evidence;
	readonly finishReason: string;
	readonly upstreamId: string;
	/** Milliseconds from dispatch to the first byte. */
	readonly ttftMs: number;
}

/**
 * Ends a generation's claim on money and limits, exactly once, whichever of its ends comes first: the answer's, the
 * caller's going away, or a failure before anything was produced.
 */
export class Settlement {
	#ended = false;
	readonly #deps: SettlementDependencies;
	readonly #generation: Generation;
	readonly #aside: SetAside;

	constructor(deps: SettlementDependencies, generation: Generation, aside: SetAside) {
		this.#deps = deps;
		this.#generation = generation;
		this.#aside = aside;
	}

	get ended(): boolean {
		return this.#ended;
	}

	/**
	 * Ends it without an answer: nothing is owed. What providers bill for attempts that failed is the house's cost, and
	 * recorded as such.
	 */
	async fail(): Promise<void> {
		const billed = this.#generation.attempts.findLast((attempt) => attempt.providerCostNanoUsd !== undefined);
		const need = this.#aside.needs.find(({ attempt }) => attempt.endpoint.id === billed?.endpointId);
		if (!need) return this.release();
		const nothing = { usage: {}, evidence: "none", finishReason: "", upstreamId: "", ttftMs: 0 } as const;
		// A log that takes no record says so itself; there is no answer to hold back for it.
		if (!this.#ended) await this.record({ need, status: "failed", ...nothing }).catch(() => {});
	}

	/** Ends it at no cost: nothing was delivered and nothing is owed. */
	async release(): Promise<void> {
		if (this.#ended) return;
		this.#ended = true;
		try {
			await this.#deps.allowances.release(this.#aside.hold);
			await releasePermit(this.#deps, this.#generation);
		} finally {
			this.#leave();
		}
	}

	#leave(): void {
		this.#deps.drains.end(this.#generation.id);
		this.#generation.leave();
	}

	/**
	 * Makes the usage durable, then ends the hold with its charge.
	 *
	 * @throws TurnpikeError `billing_unavailable` when no log took it: the answer may not end normally.
	 */
	async record(outcome: Outcome, event = this.eventOf(outcome)): Promise<Bill> {
		if (this.#ended) throw new Error(`generation ${this.#generation.id} has ended already`);
		this.#ended = true;
		const began = this.#deps.monotonic();
		try {
			await this.#deps.usageLog.append(event);
		} catch (error) {
			this.#deps.log.error("usage could not be made durable", { generation_id: this.#generation.id, error });
			throw billingUnavailable(error);
		} finally {
			// Settled with its charge even if the log failed: the record may be durable all the same.
			await this.#deps.allowances.settle(this.#aside.hold, event.chargeNanoUsd);
			await releasePermit(this.#deps, this.#generation);
			this.#leave();
			this.#endSpan(event);
		}
		this.#deps.metrics.durableMs.of().observe(this.#deps.monotonic() - began);
		this.#deps.metrics.generations.of(outcome.status, event.provider).add();
		return this.billOf(outcome, event);
	}

	/** What the answer says of its cost. */
	billOf(outcome: Outcome, event: UsageEvent): Bill {
		return {
			usage: outcome.usage,
			costNanoUsd: event.chargeNanoUsd,
			estimated: isEstimate(outcome.evidence),
			sandbox: event.provider === "sandbox",
			...(this.#generation.call.flavor === "openrouter" && this.#promptCost(outcome, event.chargeNanoUsd)),
		};
	}

	/** The prompt's part of the charge, which OpenRouter's clients are told. */
	#promptCost(outcome: Outcome, charge: NanoUsd): Pick<Bill, "promptCostNanoUsd"> {
		const prompt = Object.fromEntries(INPUT_CLASSES.map((name) => [name, outcome.usage[name] ?? 0]));
		const cost = this.#priced(prompt, outcome, chargeFromPico);
		return { promptCostNanoUsd: cost < charge ? cost : charge };
	}

	#endSpan(event: UsageEvent): void {
		const { span } = this.#generation;
		span.set(ATTRIBUTES.responseModel, event.model);
		span.set(ATTRIBUTES.provider, event.provider);
		if (event.status !== "completed") span.fail(event.status);
		span.end();
	}

	/** What is billed if this process is lost now. Failing to write it costs the house, not the caller. */
	checkpoint(outcome: Outcome): void {
		if (this.#ended) return;
		this.#deps.usageLog.checkpoint(this.eventOf(outcome)).catch((error) => {
			this.#deps.log.warn("a checkpoint was not written", { generation_id: this.#generation.id, error });
		});
	}

	eventOf(outcome: Outcome): UsageEvent {
		const { key, call, admittedAt, arrivedAt, attempts } = this.#generation;
		const { endpoint, model, priceVersion } = outcome.need.attempt;
		const full = this.#priced(outcome.usage, outcome, chargeFromPico);
		const served = this.#priced(outcome.providerUsage ?? outcome.usage, outcome, costFromPico);
		const cost = attempts.length > 1 || outcome.status === "failed" ? withFailed(served, attempts) : served;
		const { hold } = this.#aside;
		return {
			generationId: this.#generation.uuid,
			organisationId: key.organisationId,
			accountId: key.accountId,
			projectId: key.projectId,
			keyId: key.id,
			allowanceId: hold.allowanceId,
			status: outcome.status,
			estimated: isEstimate(outcome.evidence),
			evidence: outcome.evidence,
			model: model.slug,
			provider: endpoint.provider,
			endpointId: endpoint.id,
			priceVersionId: priceVersion.id,
			usage: outcome.usage,
			holdNanoUsd: hold.amount,
			chargeNanoUsd: full < hold.amount ? full : hold.amount,
			providerCostNanoUsd: cost,
			format: call.format,
			streamed: call.stream,
			finishReason: outcome.finishReason,
			upstreamId: outcome.upstreamId,
			admittedAt,
			ttftMs: Math.round(outcome.ttftMs),
			latencyMs: Math.round(this.#deps.monotonic() - arrivedAt),
			attempts,
			memberId: key.memberId ?? "",
			endUser: this.#generation.endUser,
			app: this.#generation.app,
			tags: this.#generation.tags,
			requestSha256: this.#generation.requestSha256 ?? "",
		};
	}

	/** A class nobody priced is not charged here: billing parks the event, where a person sees it. */
	#priced(usage: Usage, outcome: Outcome, round: typeof chargeFromPico): NanoUsd {
		try {
			return round(price(usage, outcome.need.attempt.priceVersion));
		} catch (error) {
			if (!(error instanceof UnpricedClass) && !(error instanceof RangeError)) throw error;
			this.#deps.log.error("usage that cannot be priced", { generation_id: this.#generation.id, usage, error });
			return ZERO_NANO_USD;
		}
	}
}

/** What was served, and what the attempts before it cost though they failed. */
function withFailed(served: NanoUsd, attempts: readonly AttemptRecord[]): NanoUsd {
	let cost: bigint = served;
	for (const { providerCostNanoUsd } of attempts) cost += BigInt(providerCostNanoUsd ?? 0);
	return nanoUsd(cost);
}
