import { useSyncExternalStore } from "react";

/*
 * The key that calls are tried with, from page to page of the documentation. It is in memory alone: a reload forgets it,
 * and no other tab or visit ever sees it.
 */
let key = "";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function useKeyOfVisit(): readonly [string, (key: string) => void] {
	const held = useSyncExternalStore(subscribe, () => key);
	return [
		held,
		(next) => {
			key = next.trim();
			for (const listener of listeners) listener();
		},
	];
}
