import type { ApiDependencies } from "../dependencies.ts";
import type { Asked } from "./asked.ts";
import type { Delivery } from "./delivery.ts";
import type { OpenCall } from "./open-call.ts";
import { nobodyReads, responseOf } from "./response-of.ts";

/** Answers a call that nobody is answering yet, and whoever joins it meanwhile. @throws what `begin` throws. */
export async function answerNew(
	deps: ApiDependencies,
	{ signal, leave }: Asked,
	open: OpenCall,
	begin: () => Promise<Delivery>,
): Promise<Response> {
	const leaveAudience = open.audience.enter(signal);
	try {
		open.answer = begin();
		const delivery = await open.answer;
		if (delivery.kind === "complete") {
			const keeping = deps.retries.end(open, () => delivery);
			if (keeping) await keeping;
			leave();
		}
		return signal.aborted ? nobodyReads() : responseOf(deps, delivery, leaveAudience);
	} catch (error) {
		// Whoever hears of the failure may ask again at once.
		const releasing = deps.retries.end(open);
		if (releasing) await releasing;
		throw error;
	}
}
