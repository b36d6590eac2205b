import { CELL, HEAD, TABLE, TableScroll } from "../ui/table.tsx";

interface Client {
	readonly name: string;
	/** Behind the host. */
	readonly path: string;
	readonly sends: string;
	readonly retries: string;
}

/** The clients people use, and what each of them wants to be told. */
const CLIENTS: readonly Client[] = [
	{ name: "openai", path: "/v1", sends: "Bearer", retries: "2: 408, 409, 429, 5xx, connection errors" },
	{
		name: "@anthropic-ai/sdk",
		path: "",
		sends: "x-api-key or Bearer",
		retries: "2: 408, 409, 429, 5xx, connection errors",
	},
	{ name: "@google/genai", path: "", sends: "x-goog-api-key", retries: "none" },
	{ name: "@openrouter/sdk", path: "/api/v1", sends: "Bearer", retries: "5xx, connection errors: up to an hour" },
	{ name: "@ai-sdk/openai", path: "/v1", sends: "Bearer", retries: "2" },
	{ name: "@ai-sdk/anthropic", path: "/v1", sends: "x-api-key", retries: "2" },
	{ name: "@openrouter/ai-sdk-provider", path: "/api/v1", sends: "Bearer", retries: "2" },
	{ name: "LangChain, OpenAI", path: "/v1", sends: "Bearer", retries: "own: 422 and 5xx too" },
	{ name: "LangChain, OpenRouter", path: "/api/v1", sends: "Bearer", retries: "own: 422 and 5xx too" },
	{ name: "cohere-ai", path: "", sends: "Bearer", retries: "2" },
];

/** The base URL each client takes, how it sends the key, and what it retries by itself. */
export function ClientTable() {
	return (
		<TableScroll label="Clients and their base URLs">
			<table className={`${TABLE} min-w-176`}>
				<thead>
					<tr>
						<th className={HEAD}>Client</th>
						<th className={HEAD}>Base URL</th>
						<th className={HEAD}>Sends the key as</th>
						<th className={HEAD}>Retries by itself</th>
					</tr>
				</thead>
				<tbody>
					{CLIENTS.map(({ name, path, sends, retries }) => (
						<tr key={name}>
							<th scope="row" className={`${CELL} whitespace-nowrap text-left font-medium`}>
								{name}
							</th>
							<td className={`${CELL} whitespace-nowrap font-mono text-xs`}>
								{location.origin}
								{path}
							</td>
							<td className={`${CELL} max-sm:whitespace-nowrap`}>{sends}</td>
							<td className={`${CELL} text-muted max-sm:whitespace-nowrap`}>{retries}</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}
