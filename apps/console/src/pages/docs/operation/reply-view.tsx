import { Badge } from "../../../ui/badge.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import type { Reply } from "./send-draft.ts";
import type { TryState } from "./use-try.ts";

/** What came back, as it comes. */
export function ReplyView({ state }: { readonly state: TryState }) {
	if (state.kind === "idle") return null;
	const { reply } = state;
	return (
		<div role="status" className="mt-5 flex flex-col gap-3 border-line border-t pt-5">
			{state.kind === "failed" && <p className="text-danger text-sm">{state.reason}</p>}
			{reply === undefined ? (
				state.kind === "waiting" && <p className="text-muted text-sm">Waiting for the answer …</p>
			) : (
				<>
					<p className="flex items-center gap-2 text-sm">
						<Badge tone={reply.status < 400 ? "good" : "bad"}>{reply.status}</Badge>
						<span className="tabular text-muted">{Math.round(reply.tookMs)} ms</span>
					</p>
					<Body reply={reply} />
					<Headers headers={reply.headers} />
				</>
			)}
		</div>
	);
}

function Body({ reply }: { readonly reply: Reply }) {
	const text = reply.isJson && reply.ended && !reply.cut ? pretty(reply.text) : reply.text;
	if (text === "") return reply.ended ? <p className="text-muted text-sm">No body.</p> : null;
	return (
		<div className="flex flex-col gap-1.5">
			<CodeBlock
				code={text}
				language="javascript"
				label="Answer"
				className="[&_section]:max-h-96 [&_section]:overflow-y-auto"
			/>
			{reply.cut && <p className="text-faint text-xs">The answer is longer than this.</p>}
		</div>
	);
}

function pretty(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}

function Headers({ headers }: { readonly headers: Reply["headers"] }) {
	return (
		<details className="rounded-lg border border-line">
			<summary className="px-3 py-2 font-medium text-sm">Headers of the answer</summary>
			<dl className="flex flex-col gap-1 border-line border-t p-3 font-mono text-xs">
				{headers.map(([name, value]) => (
					<div key={name} className="flex flex-wrap gap-x-2">
						<dt className="text-faint">{name}</dt>
						<dd className="[overflow-wrap:anywhere]">{value}</dd>
					</div>
				))}
			</dl>
		</details>
	);
}
