import { costTexts, objectText, sandboxMark } from "../answer/cost.ts";
import type { Bill } from "../bill.ts";
import type { Flavor } from "../call.ts";
import type { AnswerIdentity, Format } from "../format.ts";
import { bodyValue, type RawBody } from "../json/raw-body.ts";
import { isRecord } from "../json/record.ts";
import { splice, spliceNested } from "../json/splice.ts";
import { promptTokens } from "../usage.ts";
import { parseEmbeddings } from "./parse-embeddings.ts";

function usageText(bill: Bill, flavor: Flavor): string {
	const tokens = `${promptTokens(bill.usage)}`;
	return objectText({ prompt_tokens: tokens, total_tokens: tokens, ...costTexts(bill, flavor) });
}

/** Gives an embeddings answer its cost; on `/api/v1` also the id, model and provider OpenRouter's has. */
function stampEmbeddings(body: RawBody, identity: AnswerIdentity, bill: Bill): string {
	const mark = sandboxMark(bill);
	if (identity.flavor === "openrouter") {
		return splice(body, {
			id: JSON.stringify(identity.generationId),
			object: '"list"',
			model: JSON.stringify(identity.model),
			provider: JSON.stringify(identity.providerName),
			usage: usageText(bill, "openrouter"),
			...mark,
		});
	}
	if (isRecord(bodyValue(body).usage)) return spliceNested(body, "usage", costTexts(bill, "native"), mark);
	return splice(body, { usage: usageText(bill, "native"), ...mark });
}

function unreachable(): never {
	throw new Error("embeddings are never streamed and never translated");
}

/** POST /embeddings. Answers come whole and in this format; there is nothing to translate or to stream. */
export const embeddingsFormat: Format = {
	name: "embeddings",
	parse: parseEmbeddings,
	writeAnswer: unreachable,
	stampAnswer: stampEmbeddings,
	encoder: unreachable,
	native: unreachable,
};
