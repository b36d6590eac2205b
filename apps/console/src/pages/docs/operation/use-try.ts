import { useEffect, useRef, useState } from "react";
import type { Operation } from "../../../api/reference.ts";
import { reasonOf } from "../../../ui/error-state.tsx";
import type { Draft } from "./draft.ts";
import { useKeyOfVisit } from "./key-of-visit.ts";
import { type Reply, sendDraft } from "./send-draft.ts";

export type TryState =
	| { readonly kind: "idle" }
	| { readonly kind: "waiting"; readonly reply: Reply | undefined }
	| { readonly kind: "answered"; readonly reply: Reply }
	| { readonly kind: "failed"; readonly reason: string; readonly reply: Reply | undefined };

/** One try at a time; leaving the page ends it. */
export function useTry(operation: Operation, draft: Draft) {
	const [state, setState] = useState<TryState>({ kind: "idle" });
	const [key] = useKeyOfVisit();
	const running = useRef<AbortController>(undefined);
	useEffect(() => () => running.current?.abort(), []);

	async function send() {
		running.current?.abort();
		const mine = new AbortController();
		running.current = mine;
		let latest: Reply | undefined;
		setState({ kind: "waiting", reply: undefined });
		try {
			await sendDraft(operation, draft, key, mine.signal, (reply) => {
				latest = reply;
				if (!mine.signal.aborted) setState(reply.ended ? { kind: "answered", reply } : { kind: "waiting", reply });
			});
		} catch (error) {
			if (running.current !== mine) return;
			const reason = mine.signal.aborted ? "You stopped it." : `No answer came: ${reasonOf(error)}`;
			setState({ kind: "failed", reason, reply: latest });
		}
	}

	return { state, send: () => void send(), stop: () => running.current?.abort() };
}
