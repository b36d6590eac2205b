import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";

/** Where index.html looks for it before the first paint. */
const STORED = "theme";
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** What was chosen, and what to do when somebody chooses. */
export function useTheme(): readonly [ThemeChoice, (choice: ThemeChoice) => void] {
	return [useSyncExternalStore(subscribe, readChoice), choose];
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function readChoice(): ThemeChoice {
	try {
		const stored = localStorage.getItem(STORED);
		return stored === "light" || stored === "dark" ? stored : "system";
	} catch {
		// No storage is allowed here: the system's word counts.
		return "system";
	}
}

function choose(choice: ThemeChoice): void {
	try {
		if (choice === "system") localStorage.removeItem(STORED);
		else localStorage.setItem(STORED, choice);
	} catch {
		// It lasts for this page then.
	}
	show(choice);
	for (const listener of listeners) listener();
}

function show(choice: ThemeChoice): void {
	const dark = choice === "dark" || (choice === "system" && darkSystem.matches);
	document.documentElement.dataset.theme = dark ? "dark" : "light";
}

darkSystem.addEventListener("change", () => show(readChoice()));
addEventListener("storage", (event) => {
	if (event.key !== STORED) return;
	show(readChoice());
	for (const listener of listeners) listener();
});
