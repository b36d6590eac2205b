import type { GenerationSummary } from "@turnpike/wire/account";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";

type Status = GenerationSummary["status"];

const BADGES: Readonly<Record<Exclude<Status, "completed">, readonly [BadgeTone, string, string]>> = {
	failed: ["bad", "failed", "No provider answered; it cost nothing"],
	aborted: ["neutral", "aborted", "Its caller left before the end"],
	interrupted: ["bad", "interrupted", "Its provider failed after the first byte"],
	cut: ["warn", "cut", "Its funds or its cost bound were reached"],
};

/** How a generation ended, where it did not end by itself. */
export function StatusBadge({ status }: { readonly status: Status }) {
	if (status === "completed") return null;
	const [tone, word, why] = BADGES[status];
	return (
		<span title={why}>
			<Badge tone={tone}>{word}</Badge>
		</span>
	);
}
