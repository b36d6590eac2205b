import type { AllowanceBook, UsageLog } from "@turnpike/ledger";
import type { Network } from "../engine/network.ts";
import type { Process } from "../engine/process.ts";
import type { Database } from "./database.ts";

/** The book as one process sees it. */
export function connectBook(network: Network, client: Process, database: Database): AllowanceBook {
	const { ledger } = database;
	const ask = <T>(what: string, work: () => Promise<T>) => network.ask(client, database, what, work);
	return {
		register: (holder) => ask("register", () => ledger.register(holder)),
		renew: (holderId) => ask("renew", () => ledger.renew(holderId)),
		grant: (request) => ask("grant", () => ledger.grant(request)),
		giveBack: (id, returned) => ask("giveBack", () => ledger.giveBack(id, returned)),
		closeAllowance: (id, spent) => ask("closeAllowance", () => ledger.closeAllowance(id, spent)),
		requestRecall: (accountId) => ask("requestRecall", () => ledger.requestRecall(accountId)),
		pendingRecalls: (holderId) => ask("pendingRecalls", () => ledger.pendingRecalls(holderId)),
		answerRecall: (holderId, recall) => ask("answerRecall", () => ledger.answerRecall(holderId, recall)),
		unregister: (holderId) => ask("unregister", () => ledger.unregister(holderId)),
	};
}

/** How long a record is tried before it goes to the second log, and the pause between two tries. */
const PATIENCE_MS = 4_000;
const PAUSE_MS = 200;

/** The first log as one process sees it: what had no answer is sent again, by its generation id. */
export function connectUsageLog(network: Network, client: Process, database: Database): UsageLog {
	const once = (what: string, work: () => void) => network.ask(client, database, what, work);
	return {
		async append(event) {
			const giveUpAt = client.monotonic() + PATIENCE_MS;
			for (;;) {
				try {
					return await once("append", () => database.append(event));
				} catch (error) {
					if (client.monotonic() + PAUSE_MS >= giveUpAt) throw error;
					await client.sleep(PAUSE_MS);
				}
			}
		},
		checkpoint: (event) => once("checkpoint", () => database.checkpoint(event)),
		withdraw: (event) => once("withdraw", () => database.requestWithdrawal(event)),
	};
}
