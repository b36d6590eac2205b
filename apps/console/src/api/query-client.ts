import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

const MOST_RETRIES = 2;

/** What was read is shown at once again and asked for anew; what the caller did wrong is not asked for twice. */
export function makeQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				staleTime: 10_000,
				retry: (failures, error) => failures < MOST_RETRIES && !(error instanceof ApiError && isFinal(error)),
			},
		},
	});
}

function isFinal({ status }: ApiError): boolean {
	return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
