import { creditsAnswer, keyAnswer } from "@turnpike/wire/account";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Operation } from "../operation.ts";

export const ACCOUNT: readonly Operation[] = [
	{
		method: "get",
		path: "/key",
		id: "getKey",
		tag: "Keys",
		summary: "The key that asks",
		description: "Its limits, and what it has used today, this week and this month (UTC).",
		who: "key",
		answers: [{ description: "The key.", schema: { name: "Key", schema: keyAnswer } }],
		errors: OF_THE_BOOK,
	},
	{
		method: "get",
		path: "/credits",
		id: "getCredits",
		tag: "Credits",
		summary: "The balance",
		who: "reader",
		answers: [{ description: "Where the money stands.", schema: { name: "Credits", schema: creditsAnswer } }],
		errors: OF_THE_BOOK,
	},
];
