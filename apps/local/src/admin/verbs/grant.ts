import { uuidToId } from "@turnpike/accounts";
import { DepositMismatch, deposit } from "@turnpike/db";
import { formatUsd, type NanoUsd, nanoUsd } from "@turnpike/money";
import { CommandFailed, WrongUse } from "../failures.ts";
import { organisationOf } from "../find-or-fail.ts";
import { ACTOR } from "../operator.ts";
import { readInstant, readName, readText, readUsd } from "../read-values.ts";
import { defineVerb } from "../verb.ts";

const LEAST: NanoUsd = nanoUsd(1n);
const MOST_KEY_LETTERS = 200;

export const grant = defineVerb({
	name: "grant",
	summary: "Credits an organisation.",
	more: [
		"Credit that is granted is spent before credit that was bought, and is never paid out.",
		"With --promo it ends: at --expires, what was not spent goes back.",
		"A repeat with the same --idempotency-key credits nothing more, and is an error for another amount, organisation or end.",
	].join("\n"),
	options: {
		org: { value: "ID", help: "Whom to credit.", required: true },
		usd: { value: "USD", help: "How much: a decimal with at most nine places.", required: true },
		reason: { value: "TEXT", help: "Why; it stays in the ledger.", required: true },
		promo: { help: "Promotional: it ends at --expires." },
		expires: { value: "TIME", help: "With --promo: the UTC day or instant at which it ends." },
		"idempotency-key": { value: "KEY", help: "What this grant stands for, once." },
	},
	plan(given) {
		const org = readText(given, "org");
		const amount = readUsd(given, "usd", LEAST);
		const memo = readName(given, "reason");
		const idempotencyKey = given.text("idempotency-key");
		const promo = given.has("promo");
		const expiresAt = readInstant(given, "expires");
		if (promo !== (expiresAt !== undefined)) throw new WrongUse("--promo and --expires go together.");
		if (expiresAt !== undefined && expiresAt <= Date.now()) throw new WrongUse("--expires must be in the future.");
		if (amount === undefined) throw new WrongUse("--usd is required.");
		if (idempotencyKey !== undefined && idempotencyKey.length > MOST_KEY_LETTERS) {
			throw new WrongUse(`--idempotency-key has at most ${MOST_KEY_LETTERS} letters.`);
		}
		return async (operator) => {
			const { accountId, name } = await organisationOf(operator, org);
			const transactionId = operator.ids.uuid();
			const credited = deposit(await operator.book(), {
				transactionId,
				accountId,
				amount,
				from: "house:promotions",
				kind: promo ? "promotion" : "grant",
				source: `grant:${idempotencyKey ?? transactionId}`,
				memo,
				actor: ACTOR,
				...(expiresAt !== undefined && { expiresAt }),
			});
			const result = await credited.catch((error: unknown) => {
				if (!(error instanceof DepositMismatch)) throw error;
				throw new CommandFailed("--idempotency-key was used before, for another amount, organisation or end.");
			});
			const available = formatUsd(result.availableNanoUsd);
			const id = uuidToId("transaction", result.transactionId);
			const did = result.transactionId === transactionId ? "Credited" : "Had credited earlier:";
			return {
				json: { transaction: { id }, available_usd: available },
				text: `${did} ${formatUsd(amount)} USD to ${name} (${id}); ${available} USD available.`,
			};
		};
	},
});
