import type { AttemptRecord } from "@turnpike/ledger";
import type { Permit, RequestAllowance } from "@turnpike/limits";
import type { Arrival } from "./arrival.ts";

/** An admitted call on its way. */
export interface Generation extends Arrival {
	readonly permit: Permit;
	/** Where the key stands against its requests-per-minute limit, if it has one. */
	readonly requests: RequestAllowance | undefined;
	/** Grows as endpoints are tried. */
	readonly attempts: AttemptRecord[];
	/** SHA-256 of the body as it was received (but for a byte order mark), computed while the first endpoint is asked. */
	requestSha256?: string;
}
