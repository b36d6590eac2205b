import { useEffect, useReducer, useRef } from "react";
import { ApiError } from "../../api/api-error.ts";
import { type ChatEvent, streamChat } from "../../api/stream-chat.ts";
import { reasonOf } from "../../ui/error-state.tsx";

interface Begun {
	/** What has come of the answer. */
	readonly text: string;
	readonly generationId: string;
	/** Until the first byte, once it has come. */
	readonly firstByteMs: number;
}

/** A call as far as it has got. */
export type Call =
	| (Begun & { readonly state: "running" | "stopped" })
	| (Begun & { readonly state: "failed"; readonly message: string; readonly code: string })
	| (Begun & {
			readonly state: "done";
			readonly costUsd: string;
			readonly promptTokens: number;
			readonly completionTokens: number;
			readonly wholeMs: number;
	  });

type Happening =
	| { readonly kind: "sent" }
	| { readonly kind: "stopped" }
	| { readonly kind: "failed"; readonly message: string; readonly code: string }
	| (ChatEvent & { readonly afterMs: number });

const SENT: Call = { state: "running", text: "", generationId: "", firstByteMs: 0 };

/** What a call has come to after one more thing has happened. */
export function callAfter(call: Call | undefined, happening: Happening): Call | undefined {
	if (happening.kind === "sent") return SENT;
	if (call?.state !== "running") return call;
	const { text, generationId, firstByteMs } = call;
	const begun = { text, generationId, firstByteMs };
	switch (happening.kind) {
		case "stopped":
			return { ...begun, state: "stopped" };
		case "failed":
			return { ...begun, state: "failed", message: happening.message, code: happening.code };
		case "began":
			return { ...begun, state: "running", generationId: happening.generationId, firstByteMs: happening.afterMs };
		case "text":
			return { ...begun, state: "running", text: text + happening.text };
		case "ended": {
			const { costUsd, promptTokens, completionTokens, afterMs } = happening;
			return { ...begun, state: "done", costUsd, promptTokens, completionTokens, wholeMs: afterMs };
		}
	}
}

interface WhatToSend {
	readonly key: string;
	readonly model: string;
	readonly content: string;
}

/** A call that can be sent and stopped, and what comes of it. Leaving the page stops it. */
export function useCall() {
	const [call, happen] = useReducer(callAfter, undefined);
	const under = useRef<AbortController>(undefined);
	useEffect(() => () => under.current?.abort(), []);
	const send = async (what: WhatToSend) => {
		const controller = new AbortController();
		under.current = controller;
		happen({ kind: "sent" });
		const sentAt = performance.now();
		try {
			for await (const event of streamChat({ ...what, signal: controller.signal })) {
				happen({ ...event, afterMs: performance.now() - sentAt });
			}
		} catch (error) {
			if (controller.signal.aborted) return;
			happen({ kind: "failed", message: reasonOf(error), code: error instanceof ApiError ? error.code : "" });
		}
	};
	const stop = () => {
		under.current?.abort();
		happen({ kind: "stopped" });
	};
	return { call, send, stop };
}
