import { CodeBlock } from "../../../ui/code-block.tsx";
import { Code, Note, Points, Section, Text } from "../prose.tsx";

const STREAM = `data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}

: TURNPIKE PROCESSING

data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6,"cost":0.000009,"cost_usd":"0.000009000"}}

data: [DONE]`;

const FAILED = `data: {"error":{"message":"…","type":"upstream_error","param":null,"code":"stream_interrupted"}}`;

/** What a stream looks like, and how it ends. */
export function Streaming() {
	return (
		<>
			<Text>
				With <Code>"stream": true</Code> the answer comes as server-sent events, chunk by chunk, as the provider sends
				them.
			</Text>
			<Section id="a-stream" title="A stream">
				<CodeBlock code={STREAM} language="javascript" label="A stream of chat" />
				<Points>
					<li>
						Usage and cost ride on the chunk that has the <Code>finish_reason</Code>. With{" "}
						<Code>stream_options.include_usage</Code>, and on <Code>/api/v1</Code> always, they are a last chunk of
						their own with empty <Code>choices</Code>.
					</li>
					<li>Lines that begin with a colon are comments that keep the connection alive; every SDK skips them.</li>
					<li>
						The finish, the usage and <Code>[DONE]</Code> are sent only once the usage is durable: what you were told
						was charged is what is charged.
					</li>
				</Points>
			</Section>
			<Section id="failures" title="When it breaks">
				<Text>
					Before the first byte a failed endpoint is simply followed by the next. After it, the status is 200 already,
					so the failure is said in the stream, which then ends without <Code>[DONE]</Code>:
				</Text>
				<CodeBlock code={FAILED} language="javascript" label="A stream that failed" />
				<Note>
					On <Code>/api/v1</Code> it is OpenRouter's chunk with <Code>finish_reason: "error"</Code>, on{" "}
					<Code>/messages</Code> Anthropic's <Code>event: error</Code>. What a provider left unfinished costs what the
					provider bills for it, never more than was set aside.
				</Note>
			</Section>
			<Section id="leaving" title="When you leave">
				<Text>
					Close the connection and the call ends. You pay for what the provider had produced and bills, by its own word
					where it gives one.
				</Text>
			</Section>
		</>
	);
}
