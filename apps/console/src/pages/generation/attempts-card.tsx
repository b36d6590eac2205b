import type { GenerationRecordObject } from "@turnpike/wire/account";
import { durationText } from "../../time/duration-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";

/** Who was tried, in order. What failed before its first byte cost nothing. */
export function AttemptsCard({ attempts }: { readonly attempts: GenerationRecordObject["attempts"] }) {
	return (
		<Card title="Attempts" description="In order. An attempt that failed costs nothing.">
			<ol className="flex flex-col gap-3">
				{attempts
					.map((attempt, index) => ({ ...attempt, place: index + 1 }))
					.map((attempt) => (
						<li key={attempt.place} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
							<span className="tabular grid size-6 place-items-center rounded-full bg-sunken text-faint text-xs">
								{attempt.place}
							</span>
							<span className="font-medium">{attempt.provider}</span>
							<code className="font-mono text-faint text-xs">{attempt.endpoint}</code>
							<span className="ml-auto flex items-center gap-3">
								<span className="tabular text-muted">{durationText(attempt.latency_ms)}</span>
								{attempt.outcome === "answered" ? (
									<Badge tone="good">answered</Badge>
								) : (
									<Badge tone="bad">
										{attempt.failure ?? "failed"}
										{attempt.status !== null && ` · ${attempt.status}`}
									</Badge>
								)}
							</span>
						</li>
					))}
			</ol>
		</Card>
	);
}
