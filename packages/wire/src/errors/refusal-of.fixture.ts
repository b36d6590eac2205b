import { TurnpikeError } from "./turnpike-error.ts";

/** What a caller is told of a request that is read by `read`. Fails the test if it is accepted. */
export function refusalOf(read: () => unknown): Pick<TurnpikeError, "code" | "message" | "param"> {
	try {
		read();
	} catch (error) {
		if (error instanceof TurnpikeError) return { code: error.code, message: error.message, param: error.param };
		throw error;
	}
	throw new Error("the request was accepted");
}
