import type { KeyRecord } from "@turnpike/accounts";
import type { OpenSpan } from "@turnpike/telemetry";
import type { Call, Format } from "@turnpike/wire";
import type { OpenCall } from "../retries/open-call.ts";

/** A call as it came in: parsed, its caller known, nothing decided yet. */
export interface Arrival {
	/** `gen_…` */
	readonly id: string;
	readonly uuid: string;
	readonly requestId: string;
	/** Says that the call is over; the drain waits for it. May be said twice. */
	readonly leave: () => void;
	readonly key: KeyRecord;
	readonly call: Call;
	readonly format: Format;
	/** Unix milliseconds: whose prices hold. */
	readonly admittedAt: number;
	/** Monotonic milliseconds at which the request arrived. */
	readonly arrivedAt: number;
	/** Who waits for its answer. */
	readonly open: OpenCall;
	readonly forwardedHeaders: Readonly<Record<string, string>>;
	readonly endUser: string;
	readonly app: string;
	readonly tags: readonly string[];
	/** Ends with the generation. */
	readonly span: OpenSpan;
}
