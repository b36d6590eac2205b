import type { Call } from "@turnpike/wire";
import type { Arrival } from "../inference/arrival.ts";
import type { OpenCall } from "./open-call.ts";

/** A call at the door, before it is known whether it is a new one. */
export interface Asked {
	readonly request: Request;
	/** Aborted when its caller waits no longer. */
	readonly signal: AbortSignal;
	readonly requestId: string;
	/** The generation it will be if it is new: a UUIDv7. */
	readonly generationId: string;
	/** Says that this request is over; may be said twice. */
	readonly leave: () => void;
	readonly keyId: string;
	readonly call: Call;
}

/** Makes an arrival of a call that is new. */
export type Arrive = (open: OpenCall) => Arrival;
