import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

const MOST_RETRIES = 2;

/**
 * What was read is shown at once again and asked for anew; what the caller did wrong is not asked for twice.
 *
 * @param onSignedOut the API knows nobody (any more).
 */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
	const onError = (error: Error) => {
		if (error instanceof ApiError && error.status === 401) onSignedOut();
	};
	return new QueryClient({
		queryCache: new QueryCache({ onError }),
		mutationCache: new MutationCache({ onError }),
		defaultOptions: {
			// A browser that says it is offline may be wrong, and what cannot be had is to be said.
			mutations: { networkMode: "always" },
			queries: {
				networkMode: "always",
				staleTime: 10_000,
				retry: (failures, error) => failures < MOST_RETRIES && !(error instanceof ApiError && isFinal(error)),
			},
		},
	});
}

function isFinal({ status }: ApiError): boolean {
	return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
