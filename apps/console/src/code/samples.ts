import type { CodeLanguage } from "../ui/code-block.tsx";

/** A call in one language or SDK, ready to run. */
export interface Sample {
	readonly value: string;
	readonly label: string;
	readonly language: CodeLanguage;
	/** What has to be installed first. */
	readonly install: string | undefined;
	readonly code: string;
}

export interface SampleFacts {
	/** Where the API is: "https://turnpike.example". */
	readonly host: string;
	readonly key: string;
	readonly model: string;
	readonly kind: "chat" | "embeddings";
}

const QUESTION = "Say hello.";

/** The same first call in the ways people make it. */
export function samplesFor(facts: SampleFacts): readonly Sample[] {
	return facts.kind === "chat"
		? [curl(facts), python(facts), typescript(facts), anthropic(facts), aiSdk(facts)]
		: [curlEmbed(facts), pythonEmbed(facts), typescriptEmbed(facts)];
}

function curl({ host, key, model }: SampleFacts): Sample {
	return {
		value: "curl",
		label: "curl",
		language: "shell",
		install: undefined,
		code: `curl -N ${host}/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "${model}",
    "stream": true,
    "messages": [{"role": "user", "content": "${QUESTION}"}]
  }'`,
	};
}

function python({ host, key, model }: SampleFacts): Sample {
	return {
		value: "python",
		label: "Python",
		language: "python",
		install: "pip install openai",
		code: `from openai import OpenAI

client = OpenAI(
    base_url="${host}/v1",
    api_key="${key}",
)

completion = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "${QUESTION}"}],
)
print(completion.choices[0].message.content)
print(completion.usage.cost)  # USD`,
	};
}

function typescript({ host, key, model }: SampleFacts): Sample {
	return {
		value: "typescript",
		label: "TypeScript",
		language: "javascript",
		install: "npm install openai",
		code: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${host}/v1",
  apiKey: "${key}",
});

const completion = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "${QUESTION}" }],
});
console.log(completion.choices[0].message.content);`,
	};
}

function anthropic({ host, key, model }: SampleFacts): Sample {
	return {
		value: "anthropic",
		label: "Anthropic SDK",
		language: "javascript",
		install: "npm install @anthropic-ai/sdk",
		code: `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: "${host}",
  apiKey: "${key}",
});

const message = await client.messages.create({
  model: "${model}",
  max_tokens: 1024,
  messages: [{ role: "user", content: "${QUESTION}" }],
});
console.log(message.content);`,
	};
}

function aiSdk({ host, key, model }: SampleFacts): Sample {
	return {
		value: "ai-sdk",
		label: "AI SDK",
		language: "javascript",
		install: "npm install ai @ai-sdk/openai",
		code: `import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";

const turnpike = createOpenAI({
  baseURL: "${host}/v1",
  apiKey: "${key}",
});

const { textStream } = streamText({
  model: turnpike.chat("${model}"),
  prompt: "${QUESTION}",
});
for await (const text of textStream) process.stdout.write(text);`,
	};
}

function curlEmbed({ host, key, model }: SampleFacts): Sample {
	return {
		value: "curl",
		label: "curl",
		language: "shell",
		install: undefined,
		code: `curl ${host}/v1/embeddings \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "input": "A road with a gate."}'`,
	};
}

function pythonEmbed({ host, key, model }: SampleFacts): Sample {
	return {
		value: "python",
		label: "Python",
		language: "python",
		install: "pip install openai",
		code: `from openai import OpenAI

client = OpenAI(
    base_url="${host}/v1",
    api_key="${key}",
)

answer = client.embeddings.create(
    model="${model}",
    input="A road with a gate.",
)
print(len(answer.data[0].embedding))`,
	};
}

function typescriptEmbed({ host, key, model }: SampleFacts): Sample {
	return {
		value: "typescript",
		label: "TypeScript",
		language: "javascript",
		install: "npm install openai",
		code: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${host}/v1",
  apiKey: "${key}",
});

const answer = await client.embeddings.create({
  model: "${model}",
  input: "A road with a gate.",
});
console.log(answer.data[0].embedding.length);`,
	};
}
