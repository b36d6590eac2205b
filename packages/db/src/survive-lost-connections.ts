import type postgres from "postgres";

type Transaction = postgres.TransactionSql<{ bigint: bigint }>;
export type Work = (tx: Transaction) => unknown;
type Begin = (options: string, work: Work) => Promise<unknown>;

/** How long after a query failed on a broken connection the driver may take to notice the break itself. */
const NOTICE_MS = 250;

/** Codes of errors after which the connection they came by may be gone. */
const BREAKS = /^(?:CONNECTION_|ECONN|EPIPE|ETIMEDOUT|57P|08)/;

/** A statement for a transaction whose connection is gone. */
class ConnectionLost extends Error {
	override readonly name = "ConnectionLost";
	readonly code = "CONNECTION_CLOSED";
	override readonly message = "the transaction's connection is gone";
}

/**
 * Makes transactions survive the loss of their connection. The driver (postgres 3.4.9) sends every further statement of
 * such a transaction, its own ROLLBACK included, by the connection object it had, which may be open again by then: in the
 * middle of another transaction. So once a transaction has failed as a whole none of its statements reaches the driver, and the work never
 * settles for it, nor does that of a savepoint: a server that lost a connection has rolled back by itself.
 */
export function surviveLostConnections(begin: Begin): Begin {
	return async (options, work) => {
		const state: State = { over: false };
		try {
			return await begin(options, guarded(work, state));
		} finally {
			state.over = true;
		}
	};
}

interface State {
	/** The transaction has ended as a whole. */
	over: boolean;
}

function guarded(work: Work, state: State): Work {
	return async (tx) => {
		try {
			return await work(untilOver(tx, state));
		} catch (error) {
			if (!state.over && mayHaveBroken(error)) await new Promise((resolve) => setTimeout(resolve, NOTICE_MS));
			if (state.over) return new Promise(() => {});
			throw error;
		}
	};
}

function mayHaveBroken(error: unknown): boolean {
	return error instanceof Error && "code" in error && BREAKS.test(String(error.code));
}

/** The transaction, refusing statements once it is over. */
function untilOver(tx: Transaction, state: State): Transaction {
	const refuse = () => {
		if (state.over) throw new ConnectionLost();
	};
	return new Proxy(tx, {
		apply(target, self, args) {
			refuse();
			return Reflect.apply(target, self, args);
		},
		get(target, name, receiver) {
			if (name === "unsafe" || name === "savepoint") refuse();
			if (name === "savepoint") return (work: Work) => target.savepoint(guarded(work, state));
			return Reflect.get(target, name, receiver);
		},
	});
}
