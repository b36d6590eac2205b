import { explainNoRoute, plan } from "@turnpike/routing";
import { errorType } from "@turnpike/telemetry";
import { TurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import type { Delivery } from "../retries/delivery.ts";
import { admit } from "./admit.ts";
import { answerComplete } from "./answer-complete.ts";
import type { Arrival } from "./arrival.ts";
import { firstAnswer } from "./first-answer.ts";
import { modelsOf } from "./models-of.ts";
import { billingUnavailable } from "./refusal-error.ts";
import { releasePermit } from "./release-permit.ts";
import { answerHeaders } from "./response-headers.ts";
import { setAside } from "./set-aside.ts";
import { Settlement } from "./settlement.ts";
import { StreamRun } from "./stream-run.ts";

/**
 * One generation, from a parsed call to an answer on its way: route, admit, hold, try, answer, settle.
 *
 * When everything is warm nothing is awaited before the dispatch but promises that are resolved already.
 *
 * @throws TurnpikeError for whatever goes wrong before the first byte; CallerGone when nobody waits any more.
 */
export async function generate(deps: ApiDependencies, arrival: Arrival): Promise<Delivery> {
	try {
		return await arrival.span.run(() => begin(deps, arrival));
	} catch (error) {
		arrival.span.fail(error instanceof TurnpikeError ? error.code : errorType(error));
		arrival.span.end();
		throw error;
	}
}

async function begin(deps: ApiDependencies, arrival: Arrival): Promise<Delivery> {
	const { call, key } = arrival;
	const route = plan({
		call,
		models: modelsOf(deps.catalog, call),
		nowMs: arrival.admittedAt,
		rights: key,
		world: deps.routing,
	});
	if (route.attempts.length === 0) throw explainNoRoute(route);
	if (!deps.usageIsDurable()) throw billingUnavailable();
	const generation = await admit(deps, arrival);
	let settlement: Settlement | undefined;
	try {
		const aside = await setAside(deps, generation, route.attempts);
		settlement = new Settlement(deps, generation, aside);
		const answer = await firstAnswer(deps, generation, aside);
		if (answer.kind === "complete") return await answerComplete(deps, generation, aside, settlement, answer);
		const headers = answerHeaders(deps, generation, aside, answer, "text/event-stream; charset=utf-8");
		return { kind: "stream", headers, stream: new StreamRun(deps, generation, aside, settlement, answer, headers) };
	} catch (error) {
		if (settlement) await settlement.fail();
		else await releasePermit(deps, generation);
		throw error;
	}
}
