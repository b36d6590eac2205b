import { Code, Facts, Note, Section, Text } from "../prose.tsx";

/** How to point each SDK here. */
export function Sdks() {
	const host = location.origin;
	return (
		<>
			<Text>
				Any client of OpenAI, Anthropic or OpenRouter works as it is: change the base URL and the key, keep your code.
			</Text>
			<Section id="clients" title="Clients">
				<Facts
					label="Clients and their base URLs"
					heads={["Client", "Base URL", "Sends", "Retries by default"]}
					rows={[
						["openai", <Url key="url" path="/v1" />, "Bearer", "2: 408, 409, 429, 5xx, connection errors"],
						["@anthropic-ai/sdk", <Url key="url" path="" />, "x-api-key or Bearer", "2, the same"],
						[
							"@openrouter/sdk",
							<Url key="url" path="/api/v1" />,
							"Bearer",
							"5xx and connection errors, for up to an hour",
						],
						["@ai-sdk/openai", <Url key="url" path="/v1" />, "Bearer", "2"],
						["@ai-sdk/anthropic", <Url key="url" path="/v1" />, "x-api-key", "2"],
						["@openrouter/ai-sdk-provider", <Url key="url" path="/api/v1" />, "Bearer", "2"],
						["LangChain, ChatOpenAI", <Url key="url" path="/v1" />, "Bearer", "a layer of its own: 422 and 5xx, too"],
					]}
				/>
				<Note>
					<Code>{`${host}/v1/v1/…`}</Code> works as well: an SDK that adds the version itself is met kindly.
				</Note>
			</Section>
			<Section id="your-app" title="Say who you are">
				<Text>
					<Code>X-Title</Code> or <Code>HTTP-Referer</Code> names your app, <Code>user</Code> your end user,{" "}
					<Code>x-turnpike-tags</Code> whatever else you count by. Reports can be broken down by each of them.
				</Text>
			</Section>
		</>
	);
}

function Url({ path }: { readonly path: string }) {
	return (
		<code className="whitespace-nowrap font-mono text-xs">
			{location.origin}
			{path}
		</code>
	);
}
