import type { Hold } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import type { World } from "../world/world.ts";
import type { Api } from "./api.ts";
import type { CallRecord } from "./calls.ts";
import { makeEvent } from "./make-event.ts";
import { priceOfTokens } from "./prices.ts";
import { TIMES } from "./times.ts";

/** What a caller asks for, and what will come of it. */
export interface CallPlan {
	readonly accountId: string;
	readonly keyId: string;
	readonly input: number;
	/** Output tokens held at first, and at each extension. */
	readonly heldOutput: number;
	/** Output tokens that the provider makes. */
	readonly output: number;
	readonly ms: number;
	readonly ending: "normal" | "caller leaves" | "provider fails";
	/** The provider reports more than it delivered, beyond any hold. */
	readonly overReports: boolean;
}

/** One generation, in production's order: hold, stream and extend, make durable, end the hold, and only then the answer. */
export async function serveCall(world: World, api: Api, call: CallRecord, plan: CallPlan): Promise<void> {
	if (api.closing || !api.usage.available()) return end(world, call, "refused", "unavailable");
	const { accountId, keyId, input, heldOutput } = plan;
	const outcome = await api.allowances.hold({ accountId, keyId }, priceOfTokens({ input, output: heldOutput }));
	if ("refused" in outcome) return end(world, call, "refused", outcome.refused.reason);
	const { held } = outcome;
	call.hold = held;
	call.most = held.amount;
	const made = await stream(api, call, held, plan);
	if (plan.ending === "provider fails" && made === 0) {
		// From here on its credit may be anybody's, even before we hear that it is.
		call.hold = undefined;
		await api.allowances.release(held);
		return end(world, call, "errored", "the provider failed");
	}
	const output = plan.overReports ? made * 3 + 10 : made;
	const status = plan.ending === "caller leaves" ? "aborted" : made < plan.output ? "cut" : "completed";
	const event = makeEvent(call, held, { input, output }, status, api.process.now());
	call.event = event;
	let error: unknown;
	try {
		await api.usage.append(event);
		call.durable = true;
	} catch (thrown) {
		error = thrown ?? new Error("no log took it");
	}
	call.hold = undefined;
	await api.allowances.settle(held, event.chargeNanoUsd);
	if (plan.ending === "caller leaves") return end(world, call, "left", "");
	end(world, call, error ? "errored" : "answered", String(error ?? ""));
}

/** @returns how many output tokens were made before it ended, by itself or because its hold could not grow. */
async function stream(api: Api, call: CallRecord, hold: Hold, plan: CallPlan): Promise<number> {
	const { input, heldOutput, output } = plan;
	if (plan.ending === "provider fails") {
		await api.process.sleep(plan.ms);
		return 0;
	}
	const pieces = Math.max(1, Math.ceil(plan.ms / TIMES.checkpointEveryMs));
	let held = heldOutput;
	for (let piece = 1; piece <= pieces; piece++) {
		await api.process.sleep(plan.ms / pieces);
		const made = Math.floor((output * piece) / pieces);
		while (made > held) {
			const by = priceOfTokens({ input, output: held + heldOutput }) - priceOfTokens({ input, output: held });
			if (!(await api.allowances.extend(hold, nanoUsd(by)))) return held;
			held += heldOutput;
			call.most = hold.amount;
		}
		if (piece === pieces) return made;
		const event = makeEvent(call, hold, { input, output: made }, "aborted", api.process.now());
		// Failing to write one costs the house, not the caller.
		const written = () => {
			call.checkpointed = true;
		};
		api.usage.checkpoint({ ...event, evidence: "checkpoint" }).then(written, () => {});
	}
	return output;
}

function end(world: World, call: CallRecord, state: CallRecord["state"], reason: string): void {
	call.state = state;
	call.reason = reason;
	world.trace(`${call.process}: ${call.generationId} is ${state} ${reason}`);
	world.onCallEnded(call);
}
