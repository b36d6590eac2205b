import { CodeBlock } from "../../../ui/code-block.tsx";
import { Code, Facts, Points, Section, Text, ToRoute } from "../prose.tsx";

const EXAMPLE = `{
  "model": "openai/gpt-oss-120b",
  "models": ["meta/llama-3.3-70b-instruct"],
  "provider": {
    "order": ["groq"],
    "ignore": ["together"],
    "max_price": { "prompt": 0.5, "completion": 1 }
  },
  "messages": [{ "role": "user", "content": "Hello" }]
}`;

/** Where a call goes, and how to have a say in it. */
export function Routing() {
	return (
		<>
			<Text>
				A model is often served by several providers, at different prices. Unless you say otherwise a call goes to the
				cheapest that can do what it asks for, and to the next when that one fails before its first byte.
			</Text>
			<Section id="preferences" title="Preferences">
				<CodeBlock code={EXAMPLE} language="javascript" label="A call with routing preferences" />
				<Facts
					label="Routing preferences"
					heads={["In provider", "What it does"]}
					rows={[
						["order", "These first, in this order; then the others, unless allow_fallbacks is false."],
						["only", "None but these."],
						["ignore", "Never these."],
						["allow_fallbacks", "False: the first choice, and no other."],
						["require_parameters", "Only endpoints that know every parameter the call uses."],
						["max_price", "USD per million tokens; dearer endpoints are out."],
						["quantizations", "Only these."],
						[
							"data_collection, zdr",
							"“deny” and true: only endpoints known to keep and train on nothing. Whose policy is not known is out.",
						],
					]}
				/>
				<Text>
					Providers are named by slug or by name: <ToRoute id="listProviders">GET /providers</ToRoute>. The names and
					their meaning are OpenRouter's.
				</Text>
			</Section>
			<Section id="fallbacks" title="Other models">
				<Points>
					<li>
						<Code>models</Code> are tried in order when no endpoint of <Code>model</Code> answers. You pay for the one
						that did, and <Code>x-turnpike-model</Code> names it.
					</li>
					<li>Failed attempts cost nothing.</li>
				</Points>
			</Section>
			<Section id="why-not" title="Why not that one?">
				<Text>
					When nothing fits, the error is <Code>no_endpoint</Code> and <Code>metadata.excluded</Code> has each candidate
					with its reason. What was tried stands in <ToRoute id="getGeneration">the call's record</ToRoute>.
				</Text>
			</Section>
		</>
	);
}
