import type { ApiResponse, Operation, ReferenceDocument } from "../../../api/reference.ts";
import { Badge } from "../../../ui/badge.tsx";
import { RichText } from "../rich-text.tsx";
import { MemberList } from "./member-list.tsx";
import { Part } from "./part.tsx";
import { membersOf, type Schemas } from "./schema-members.ts";

interface AnswersProps {
	readonly operation: Operation;
	readonly document: ReferenceDocument;
}

/** What comes back: good answers with their members, then refusals with their codes. */
export function Answers({ operation, document }: AnswersProps) {
	const { schemas } = document.components;
	const all = Object.entries(operation.responses);
	const good = all.filter(([status]) => Number(status) < 400);
	const refusals = all.filter(([status]) => Number(status) >= 400);
	return (
		<>
			<Part title="Answers">
				<div className="flex flex-col gap-5">
					{good.map(([status, response]) => (
						<GoodAnswer key={status} status={status} response={response} schemas={schemas} />
					))}
				</div>
			</Part>
			<Part title="Refusals">
				<ul className="divide-y divide-line rounded-xl border border-line bg-surface">
					{refusals.map(([status, response]) => (
						<li key={status} className="flex gap-3 px-4 py-3 text-sm">
							<span className="w-10 shrink-0">
								<Badge tone="bad">{status}</Badge>
							</span>
							<div className="flex min-w-0 flex-col gap-1.5 text-muted">
								{response.description.split("\n\n").map((line) => (
									<p key={line}>
										<RichText text={line} />
									</p>
								))}
							</div>
						</li>
					))}
				</ul>
			</Part>
		</>
	);
}

interface GoodAnswerProps {
	readonly status: string;
	readonly response: ApiResponse;
	readonly schemas: Schemas;
}

function GoodAnswer({ status, response, schemas }: GoodAnswerProps) {
	const lines = response.description.split("\n\n");
	const forms = Object.entries(response.content ?? {});
	return (
		<div className="flex flex-col gap-3">
			{lines.map((line, index) => (
				<div key={line} className="flex flex-col gap-2">
					<p className="flex flex-wrap items-baseline gap-2 text-muted text-sm">
						<Badge tone="good">{status}</Badge>
						{forms[index] && <code className="font-mono text-faint text-xs">{forms[index][0]}</code>}
						<span className="min-w-0">
							<RichText text={line} />
						</span>
					</p>
					{forms[index]?.[1].schema && <MemberList members={membersOf(forms[index][1].schema, schemas)} />}
				</div>
			))}
		</div>
	);
}
