import type { ModelObject } from "@turnpike/catalog";
import type { ReactNode } from "react";
import { dayText } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { wholeCount } from "../../ui/count-text.ts";

/** What is known of a model whoever serves it. */
export function ModelFacts({ model }: { readonly model: ModelObject }) {
	const { architecture, top_provider } = model;
	return (
		<div className="flex flex-col gap-6">
			<Card title="Facts" className="h-fit">
				<dl className="flex flex-col gap-2.5 text-sm">
					<Fact name="Author">{model.owned_by}</Fact>
					<Fact name="Released">{dayText(model.created_at)}</Fact>
					<Fact name="Context">{wholeCount(model.context_length)} tokens</Fact>
					{top_provider.max_completion_tokens !== null && top_provider.max_completion_tokens > 0 && (
						<Fact name="Longest answer">{wholeCount(top_provider.max_completion_tokens)} tokens</Fact>
					)}
					<Fact name="Reads">{architecture.input_modalities.join(", ")}</Fact>
					<Fact name="Writes">{architecture.output_modalities.join(", ")}</Fact>
					<Fact name="Knowledge until">
						{model.knowledge_cutoff === null ? "not stated" : dayText(model.knowledge_cutoff)}
					</Fact>
				</dl>
			</Card>
			{model.supported_parameters.length > 0 && (
				<Card title="Parameters" description="What it takes beside messages." className="h-fit">
					<ul className="flex flex-wrap gap-1.5">
						{model.supported_parameters.map((name) => (
							<li key={name}>
								<Badge>
									<code className="font-mono">{name}</code>
								</Badge>
							</li>
						))}
					</ul>
				</Card>
			)}
		</div>
	);
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
	return (
		<div className="flex justify-between gap-4">
			<dt className="text-muted">{name}</dt>
			<dd className="tabular text-right">{children}</dd>
		</div>
	);
}
