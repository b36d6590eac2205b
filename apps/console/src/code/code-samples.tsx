import { useState } from "react";
import { CodeBlock } from "../ui/code-block.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { samplesFor } from "./samples.ts";

/** Where a key goes, when there is none to show. */
const NO_KEY = "$TURNPIKE_API_KEY";
const HIDDEN = "tp_live_••••••••";

interface CodeSamplesProps {
	readonly model: string;
	readonly kind: "chat" | "embeddings";
	/** A key that was just made: copied with the code, and hidden in what is shown. */
	readonly apiKey?: string | undefined;
}

/** Code to copy, a tab for each way to call. */
export function CodeSamples({ model, kind, apiKey }: CodeSamplesProps) {
	const [tab, setTab] = useState("curl");
	const samples = samplesFor({ host: location.origin, key: apiKey ?? NO_KEY, model, kind });
	const value = samples.some((sample) => sample.value === tab) ? tab : "curl";
	return (
		<Tabs
			label="Language"
			value={value}
			onChange={setTab}
			tabs={samples.map(({ value, label, language, install, code }) => ({
				value,
				label,
				content: (
					<>
						{install !== undefined && (
							<p className="mb-2 font-mono text-faint text-xs">
								<span aria-hidden="true">$ </span>
								{install}
							</p>
						)}
						<CodeBlock
							code={code}
							shown={apiKey === undefined ? code : code.replaceAll(apiKey, HIDDEN)}
							language={language}
							label={`${label} code`}
						/>
					</>
				),
			}))}
		/>
	);
}
