import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configuredQuery, modelsQuery } from "../../api/catalog.ts";
import { ClientTable } from "../../code/client-table.tsx";
import { CodeSamples } from "../../code/code-samples.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { FirstCall } from "./first-call.tsx";
import { FirstKey } from "./first-key.tsx";
import { modelChoices } from "./model-choices.ts";

const NONE: ReadonlySet<string> = new Set();

/** From nothing to an answer: a key, the code, the first call. */
export function StartPage() {
	const [key, setKey] = useState<string>();
	const [chosen, setChosen] = useState<string>();
	const { data: models = [] } = useQuery(modelsQuery);
	const { data: configured = NONE } = useQuery(configuredQuery);
	const choices = modelChoices(models, configured);
	const model = chosen ?? choices[0]?.value ?? "sandbox/echo";
	return (
		<Page width="medium" title="Quickstart" description="Three steps from here to an answer.">
			<ol className="flex flex-col gap-6">
				<Step number={1} title="Make a key" description="It says who calls. It is shown once, here.">
					<FirstKey apiKey={key} onMade={setKey} />
				</Step>
				<Step number={2} title="Put it into your code" description="The SDK you have, with another base URL.">
					<CodeSamples model={model} kind="chat" apiKey={key} />
				</Step>
				<Step number={3} title="Send the first call" description="From this page, with your key, for real.">
					<SelectField label="Model" value={model} choices={choices} onChange={setChosen} className="mb-4 sm:w-80" />
					{choices.length === 0 && models.length > 0 && configured !== NONE && (
						<p className="mb-4 text-sm text-warn">
							This server has no key of any provider yet: its operator sets one, such as OPENAI_API_KEY.
						</p>
					)}
					<FirstCall apiKey={choices.length === 0 ? undefined : key} model={model} />
				</Step>
			</ol>
			<Card
				className="mt-6"
				title="Every client"
				description="What each wants to be told. Retries never charge twice: a retry of the same call gets the same answer."
				flush
			>
				<ClientTable />
			</Card>
		</Page>
	);
}

interface StepProps {
	readonly number: number;
	readonly title: string;
	readonly description: string;
	readonly children: React.ReactNode;
}

function Step({ number, title, description, children }: StepProps) {
	return (
		<li>
			<Card title={`${number}. ${title}`} description={description}>
				{children}
			</Card>
		</li>
	);
}
