import { explainNoRoute, plan } from "@turnpike/routing";
import { errorType } from "@turnpike/telemetry";
import { TurnpikeError } from "@turnpike/wire";
import type { ApiDependencies } from "../dependencies.ts";
import { admit } from "./admit.ts";
import { answerComplete } from "./answer-complete.ts";
import { answerStream } from "./answer-stream.ts";
import type { Arrival } from "./arrival.ts";
import { firstAnswer } from "./first-answer.ts";
import { modelsOf } from "./models-of.ts";
import { billingUnavailable } from "./refusal-error.ts";
import { releasePermit } from "./release-permit.ts";
import { setAside } from "./set-aside.ts";
import { Settlement } from "./settlement.ts";

/**
 * One generation, from a parsed call to an answer on its way: route, admit, hold, try, answer, settle.
 *
 * When everything is warm nothing is awaited before the dispatch but promises that are resolved already.
 *
 * @throws TurnpikeError for whatever goes wrong before the first byte; CallerGone when nobody listens any more.
 */
export async function generate(deps: ApiDependencies, arrival: Arrival): Promise<Response> {
	try {
		return await arrival.span.run(() => begin(deps, arrival));
	} catch (error) {
		arrival.span.fail(error instanceof TurnpikeError ? error.code : errorType(error));
		arrival.span.end();
		throw error;
	}
}

async function begin(deps: ApiDependencies, arrival: Arrival): Promise<Response> {
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
	const aside = await setAside(deps, generation, route.attempts).catch(async (error) => {
		await releasePermit(deps, generation);
		throw error;
	});
	const settlement = new Settlement(deps, generation, aside);
	try {
		const answer = await firstAnswer(deps, generation, aside);
		return answer.kind === "stream"
			? answerStream(deps, generation, aside, settlement, answer, deps.toBody)
			: await answerComplete(deps, generation, aside, settlement, answer);
	} catch (error) {
		await settlement.release();
		throw error;
	}
}
