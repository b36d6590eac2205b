import { useState } from "react";
import type { Operation } from "../../../api/reference.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { type Draft, draftOf } from "./draft.ts";
import { DraftForm } from "./draft-form.tsx";
import { ReplyView } from "./reply-view.tsx";
import { requestSamples } from "./request-samples.ts";
import { useTry } from "./use-try.ts";

/** The call as code, and the call itself. */
export function TryIt({ operation }: { readonly operation: Operation }) {
	const [draft, setDraft] = useState<Draft>(() => draftOf(operation));
	const [language, setLanguage] = useState("curl");
	const trial = useTry(operation, draft);
	return (
		<div className="flex flex-col gap-6">
			<Card title="Code" description="With what is filled in below.">
				<Tabs
					label="Language"
					value={language}
					onChange={setLanguage}
					tabs={requestSamples(operation, draft, location.origin).map(({ value, label, language, code }) => ({
						value,
						label,
						content: <CodeBlock code={code} language={language} label={`${label} code`} />,
					}))}
				/>
			</Card>
			<Card title="Try it" description="A real call, to this server.">
				<form
					className="flex flex-col gap-4"
					onSubmit={(event) => {
						event.preventDefault();
						trial.send();
					}}
				>
					<DraftForm operation={operation} draft={draft} onChange={setDraft} />
					<div className="flex gap-2">
						<Button type="submit" busy={trial.state.kind === "waiting"}>
							Send
						</Button>
						{trial.state.kind === "waiting" && (
							<Button kind="quiet" onClick={trial.stop}>
								Stop
							</Button>
						)}
					</div>
				</form>
				<ReplyView state={trial.state} />
			</Card>
		</div>
	);
}
