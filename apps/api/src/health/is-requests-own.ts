import type { UpstreamFailure } from "@turnpike/wire";

const REQUESTS_OWN: ReadonlySet<UpstreamFailure["kind"]> = new Set(["rejected", "context_length", "content_policy"]);

/** Whether a failure is the request's own and says nothing of the endpoint that told it. */
export function isRequestsOwn({ kind }: UpstreamFailure): boolean {
	return REQUESTS_OWN.has(kind);
}
