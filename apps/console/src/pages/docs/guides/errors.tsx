import { useQuery } from "@tanstack/react-query";
import { referenceQuery } from "../../../api/reference.ts";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton.tsx";
import { Code, Facts, Points, Section, Text } from "../prose.tsx";
import { RichText } from "../rich-text.tsx";

const ERROR = `{
  "error": {
    "message": "'max_tokens' must be at least 1.",
    "type": "invalid_request_error",
    "param": "max_tokens",
    "code": "invalid_value"
  }
}`;

/** What errors say, and when to try again. */
export function Errors() {
	return (
		<>
			<Text>
				Every error says what was wrong, where (<Code>param</Code> is a path such as <Code>messages[0].role</Code>) and
				what would be right. The list of codes is closed, and each has the same status everywhere.
			</Text>
			<Section id="shape" title="Their shape">
				<CodeBlock code={ERROR} language="javascript" label="An error" />
				<Text>
					On <Code>/api/v1</Code> it is OpenRouter's: <Code>error.code</Code> is the status,{" "}
					<Code>metadata.error_code</Code> the code below. On <Code>/messages</Code> it is Anthropic's. Support finds a
					call by its <Code>x-request-id</Code>.
				</Text>
			</Section>
			<Section id="retries" title="Trying again">
				<Points>
					<li>
						<Code>x-should-retry: true</Code> means that nothing was billed and the same call may succeed later; every
						429 and 5xx has <Code>retry-after</Code>. The SDKs of OpenAI and Anthropic heed both.
					</li>
					<li>
						A retry never charges twice: while the first call runs, the same body by the same key joins it; if its
						answer was lost on the way, the retry gets that answer. <Code>Idempotency-Key</Code> says so outright.
					</li>
					<li>Attempts that failed cost nothing.</li>
				</Points>
			</Section>
			<Section id="codes" title="All of them">
				<Codes />
			</Section>
		</>
	);
}

function Codes() {
	const reference = useQuery(referenceQuery);
	if (reference.isError) {
		return (
			<ErrorState
				what="The list of errors could not be loaded."
				error={reference.error}
				onRetry={() => reference.refetch()}
			/>
		);
	}
	if (reference.data === undefined) return <SkeletonRows rows={12} label="Loading the list of errors" />;
	return (
		<Facts
			label="Errors"
			heads={["Code", "Status", "Retry", "What it means"]}
			rows={reference.data["x-turnpike-errors"].map(({ code, status, retry, meaning }) => [
				code,
				<span key="status" className="tabular">
					{status}
				</span>,
				retry ? "yes" : "no",
				<span key="meaning" className="block min-w-64">
					<RichText text={meaning} />
				</span>,
			])}
		/>
	);
}
