import { useQuery } from "@tanstack/react-query";
import { modelsQuery } from "../../../api/catalog.ts";
import { CodeSamples } from "../../../code/code-samples.tsx";
import { Code, Facts, Note, Section, Text, ToModels, ToRoute } from "../prose.tsx";

const SANDBOX = "sandbox/echo";
const REAL = "openai/gpt-4.1-mini";

/** From nothing to an answer. */
export function Quickstart() {
	const models = useQuery(modelsQuery);
	const sandboxed = models.data?.some(({ id }) => id === SANDBOX) ?? false;
	return (
		<>
			<Text>
				Turnpike is one endpoint for every language model. Keep the SDK you have, give it another base URL and a key;
				each call is routed to who serves the model best, metered, and taken from one prepaid balance, to the
				nano-dollar.
			</Text>
			<Section id="base-urls" title="Two roots, the same routes">
				<Facts
					label="Base URLs"
					heads={["Base URL", "Speaks", "For"]}
					rows={[
						[`${location.origin}/v1`, "OpenAI's and Anthropic's own shapes", "openai, AI SDK, LangChain, curl"],
						[location.origin, "the same, where the SDK adds /v1 itself", "@anthropic-ai/sdk"],
						[`${location.origin}/api/v1`, "OpenRouter's shapes", "@openrouter/sdk and its AI SDK provider"],
					]}
				/>
				<Text>
					Send the key as <Code>Authorization: Bearer tp_live_…</Code>, or in <Code>x-api-key</Code>. Keys that begin
					with <Code>tp_mgmt_</Code> manage keys and credits, and call no models.
				</Text>
			</Section>
			<Section id="first-call" title="The first call">
				<CodeSamples model={sandboxed ? SANDBOX : REAL} kind="chat" />
				{sandboxed && (
					<Note>
						<Code>{SANDBOX}</Code> is no model: it answers with what you said, at a price like a real one's, so that all
						the rest can be tried. Every answer of it says <Code>"sandbox": true</Code>.
					</Note>
				)}
			</Section>
			<Section id="what-it-cost" title="What it cost">
				<Text>
					Every answer says so in <Code>usage.cost</Code> (a number) and <Code>usage.cost_usd</Code> (the exact text),
					streams in their last usage frame. The header <Code>x-generation-id</Code> names the call:{" "}
					<ToRoute id="getGeneration">its record</ToRoute> has every attempt, the prices in force, and how the cost
					comes about.
				</Text>
			</Section>
			<Section id="models" title="Models">
				<Text>
					Models are named <Code>author/model</Code>; <ToModels>the catalog</ToModels> has them all with each provider's
					price, and <ToRoute id="listModels">GET /models</ToRoute> lists them for programs.
				</Text>
			</Section>
		</>
	);
}
