import { Code, Facts, Note, Points, Section, Text, ToRoute } from "../prose.tsx";

/** How calls are paid for. */
export function Money() {
	return (
		<>
			<Text>
				Credit is prepaid and spent to the nano-dollar. A call can never cost more than was set aside for it, and a
				balance is never below zero.
			</Text>
			<Section id="exact" title="Exact amounts">
				<Text>
					Where clients expect a number there is one, and beside it, as <Code>…_usd</Code>, the exact decimal text.
					Prices are whole pico-dollars a token; a call's classes of tokens are summed exactly and rounded once, down,
					in your favour.
				</Text>
			</Section>
			<Section id="set-aside" title="Set aside, then charged">
				<Points>
					<li>
						Before it is sent, a call has the most it can cost set aside; a stream sets more aside as it goes. What it
						did not use is free again when it ends.
					</li>
					<li>
						If the balance does not cover a <Code>max_tokens</Code> you asked for, the call is refused with 402 and says
						in <Code>metadata.affordable_max_tokens</Code> what it would cover. If you asked for none, the limit it
						covers is used and told in <Code>x-turnpike-max-tokens</Code>.
					</li>
					<li>
						<Code>available</Code>, <Code>reserved</Code> and what is used stand in{" "}
						<ToRoute id="getCredits">GET /credits</ToRoute>.
					</li>
				</Points>
			</Section>
			<LimitsAndHeaders />
			<Section id="check" title="Check the bill">
				<Text>
					<ToRoute id="getGeneration">Each call's record</ToRoute> has the tokens by class, the unit prices, the price
					version in force, and lines that sum to what was charged, exactly.{" "}
					<ToRoute id="queryAnalytics">Analytics</ToRoute> and <ToRoute id="getActivity">activity</ToRoute> sum to the
					ledger.
				</Text>
				<Note>
					Usage is durable before an answer ends, and in the ledger a moment later; reports say as of when they are, and
					what is not posted yet.
				</Note>
			</Section>
		</>
	);
}

function LimitsAndHeaders() {
	return (
		<>
			<Section id="limits" title="Limits of your own">
				<Facts
					label="Limits"
					heads={["Limit", "What it does"]}
					rows={[
						[
							"x-turnpike-max-cost",
							<>
								A header, in USD: the call is refused, or ended in the middle with <Code>finish_reason: "length"</Code>,
								before it costs more.
							</>,
						],
						["A key's limit", "Per day, week, month (UTC) or lifetime; reached, calls are refused with 402."],
						[
							"Budgets",
							<>
								The same for an organisation, project, member, key, end user or tag:{" "}
								<ToRoute id="listBudgets">GET /budgets</ToRoute>.
							</>,
						],
					]}
				/>
			</Section>
			<Section id="headers" title="Headers about it">
				<Facts
					label="Headers"
					heads={["Header", "Direction", "What it is"]}
					rows={[
						["Idempotency-Key", "request", "The same key and body again is the same call, billed once."],
						["x-turnpike-max-cost", "request", "The most the call may cost, in USD."],
						["x-turnpike-tags", "request", "Names that usage is reported, and may be budgeted, by."],
						["x-generation-id", "answer", "The call's record."],
						["x-turnpike-provider", "answer", "Who answered; with x-turnpike-model and x-turnpike-attempts."],
						["server-timing", "answer", "Turnpike's own milliseconds, apart from the provider's."],
					]}
				/>
			</Section>
		</>
	);
}
