import type { ApiDependencies } from "../dependencies.ts";
import type { Asked } from "./asked.ts";
import type { OpenCall } from "./open-call.ts";
import { answerNotKept } from "./repeat-errors.ts";
import { nobodyReads, replayHeaders, responseOf } from "./response-of.ts";

/** Waits with others for a call that is being answered. @throws what its first caller is told. */
export async function join(
	deps: ApiDependencies,
	{ request, requestId, leave }: Asked,
	open: OpenCall,
): Promise<Response> {
	if (!open.answer) throw new Error("a call that nobody answers cannot be joined");
	if (open.transcript?.whole === false) throw answerNotKept(undefined);
	const leaveAudience = open.audience.enter(request.signal);
	const leaveAll = () => {
		leaveAudience();
		leave();
	};
	try {
		const delivery = await open.answer;
		if (request.signal.aborted) return nobodyReads();
		return responseOf(deps, delivery, leaveAll, replayHeaders(delivery.headers, requestId));
	} finally {
		if (request.signal.aborted) leaveAll();
	}
}
