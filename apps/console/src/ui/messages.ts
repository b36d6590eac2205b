import { useSyncExternalStore } from "react";

/** A short message that comes and goes by itself. */
export interface Message {
	readonly id: number;
	readonly kind: "done" | "failed";
	readonly title: string;
	readonly description: string | undefined;
}

let said: readonly Message[] = [];
const listeners = new Set<() => void>();

/** Says that something went through. */
export function sayDone(title: string, description?: string): void {
	say("done", title, description);
}

/** Says that something did not, where no form is there to say it. */
export function sayFailed(title: string, description?: string): void {
	say("failed", title, description);
}

function say(kind: Message["kind"], title: string, description: string | undefined): void {
	said = [...said, { id: said.length, kind, title, description }];
	for (const listener of listeners) listener();
}

/** Everything said on this page, in its order. */
export function useMessages(): readonly Message[] {
	return useSyncExternalStore(subscribe, () => said);
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}
