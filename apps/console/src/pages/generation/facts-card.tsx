import type { GenerationRecordObject } from "@turnpike/wire/account";
import type { ReactNode } from "react";
import { Usd } from "../../money/usd.tsx";
import { durationText } from "../../time/duration-text.ts";
import { Card } from "../../ui/card.tsx";
import { wholeCount } from "../../ui/count-text.ts";

/** What else is known of a generation. */
export function FactsCard({ generation }: { readonly generation: GenerationRecordObject }) {
	const { streamed, user, app, tags, finish_reason } = generation;
	return (
		<Card title="Facts" className="h-fit">
			<dl className="flex flex-col gap-2.5 text-sm">
				<Fact name="Tokens in">{wholeCount(generation.tokens_prompt)}</Fact>
				<Fact name="Tokens out">{wholeCount(generation.tokens_completion)}</Fact>
				{generation.estimated && <Fact name="Counted">here, as the provider did not tell</Fact>}
				{streamed && <Fact name="First byte">{durationText(generation.ttft_ms)}</Fact>}
				<Fact name="Whole answer">{durationText(generation.latency_ms)}</Fact>
				<Fact name="Format">{`${generation.format}${streamed ? ", streamed" : ""}`}</Fact>
				{finish_reason !== null && <Fact name="Ended by">{finish_reason}</Fact>}
				<Fact name="Set aside">
					<Usd value={generation.hold_usd} />
				</Fact>
				<Id name="Key" id={generation.key_id} />
				<Id name="Project" id={generation.project_id} />
				{user !== null && <Fact name="End user">{user}</Fact>}
				{app !== null && <Fact name="App">{app}</Fact>}
				{tags.length > 0 && <Fact name="Tags">{tags.join(", ")}</Fact>}
			</dl>
		</Card>
	);
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
	return (
		<div className="flex justify-between gap-4">
			<dt className="shrink-0 text-muted">{name}</dt>
			<dd className="tabular min-w-0 text-right">{children}</dd>
		</div>
	);
}

/** It has a line of its own: it is to be copied, and not to be read. */
function Id({ name, id }: { readonly name: string; readonly id: string }) {
	return (
		<div>
			<dt className="text-muted">{name}</dt>
			<dd className="mt-0.5 break-all font-mono text-xs">{id}</dd>
		</div>
	);
}
