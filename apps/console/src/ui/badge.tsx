import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type BadgeTone = "neutral" | "good" | "warn" | "bad";

const TONES: Readonly<Record<BadgeTone, string>> = {
	neutral: "bg-sunken text-muted border-line",
	good: "bg-accent-soft text-accent-ink border-transparent",
	warn: "bg-warn-soft text-warn border-warn-line",
	bad: "bg-danger-soft text-danger border-transparent",
};

/** A word about something, beside it. */
export function Badge({ tone = "neutral", children }: { readonly tone?: BadgeTone; readonly children: ReactNode }) {
	return (
		<span
			className={classes(
				"inline-flex items-center gap-1 whitespace-nowrap rounded-md border px-1.5 py-px font-medium text-xs",
				TONES[tone],
			)}
		>
			{children}
		</span>
	);
}

/** What is marked so is not real: no money moved, no model answered. */
export function SandboxBadge() {
	return (
		<Badge tone="warn">
			<span className="sandbox-stripes -ml-0.5 size-2.5 rounded-xs" aria-hidden="true" />
			Sandbox
		</Badge>
	);
}
