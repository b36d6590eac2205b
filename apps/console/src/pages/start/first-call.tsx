import { Link } from "@tanstack/react-router";
import { Play, Square } from "lucide-react";
import { useId, useState } from "react";
import { Usd } from "../../money/usd.tsx";
import { durationText } from "../../time/duration-text.ts";
import { SandboxBadge } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { wholeCount } from "../../ui/count-text.ts";
import { TextField } from "../../ui/text-field.tsx";
import { NoCredit } from "./no-credit.tsx";
import { type Call, useCall } from "./use-call.ts";

const QUESTION = "Say hello in one sentence, please.";

interface FirstCallProps {
	/** undefined: there is none yet to call with. */
	readonly apiKey: string | undefined;
	readonly model: string;
}

/** Sends a call with the key, shows the answer as it comes, and what it cost. */
export function FirstCall({ apiKey, model }: FirstCallProps) {
	const [content, setContent] = useState(QUESTION);
	const { call, send, stop } = useCall();
	const running = call?.state === "running";
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		if (running) stop();
		else if (apiKey !== undefined) send({ key: apiKey, model, content });
	};
	return (
		<div>
			<form onSubmit={submit} className="flex flex-wrap items-end gap-3">
				<TextField
					label="Message"
					value={content}
					onValueChange={setContent}
					className="min-w-0 flex-1 basis-64"
					maxLength={500}
				/>
				<Button type="submit" className="h-10" disabled={apiKey === undefined || content.trim() === ""}>
					{running ? (
						<>
							<Square className="size-3.5" aria-hidden="true" />
							Stop
						</>
					) : (
						<>
							<Play className="size-3.5" aria-hidden="true" />
							Send the call
						</>
					)}
				</Button>
			</form>
			{apiKey === undefined && <p className="mt-2 text-muted text-sm">Make a key first: the call is sent with it.</p>}
			<Answer call={call} model={model} />
		</div>
	);
}

function Answer({ call, model }: { readonly call: Call | undefined; readonly model: string }) {
	const id = useId();
	return (
		<section aria-labelledby={id} className="mt-4 min-h-32 rounded-xl border border-line bg-sunken p-4">
			<h3 id={id} className="flex items-center gap-2 text-faint text-xs">
				<code className="font-mono">{model}</code>
				{model.startsWith("sandbox/") && <SandboxBadge />}
			</h3>
			{call === undefined && <NoCredit />}
			<p
				aria-live="polite"
				aria-busy={call?.state === "running"}
				className="mt-2 min-h-6 whitespace-pre-wrap break-words"
			>
				{call?.text}
			</p>
			{call?.state === "failed" && <Failure call={call} />}
			{call?.state === "done" && (
				<p className="tabular mt-3 flex flex-wrap gap-x-4 gap-y-1 border-line border-t pt-3 text-muted text-sm">
					<span>
						Cost <Usd value={call.costUsd} className="font-medium text-ink" />
					</span>
					<span>
						{wholeCount(call.promptTokens)} tokens in, {wholeCount(call.completionTokens)} out
					</span>
					<span>
						first byte {durationText(call.firstByteMs)}, whole {durationText(call.wholeMs)}
					</span>
					<Link
						to="/generations/$id"
						params={{ id: call.generationId }}
						className="text-accent-ink underline underline-offset-2"
					>
						See how the cost comes about
					</Link>
				</p>
			)}
		</section>
	);
}

function Failure({ call }: { readonly call: Call & { readonly state: "failed" } }) {
	return (
		<div role="alert" className="mt-2">
			<p className="text-danger text-sm">{call.message}</p>
			{call.code === "insufficient_credits" && (
				<Link to="/credits" className={`${buttonClass("secondary", "small")} mt-3`}>
					Buy credit
				</Link>
			)}
		</div>
	);
}
