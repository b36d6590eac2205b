import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/api-error.ts";
import { reasonOf } from "./error-state.tsx";
import { sayFailed } from "./messages.ts";

interface ActionOptions<Argument, Result> {
	readonly act: (argument: Argument) => Promise<Result>;
	/** What is not as it was any more. */
	readonly changes: readonly QueryKey[];
	readonly onDone?: (result: Result, argument: Argument) => void;
	/** Where nothing on the page says why it did not go through: what is said with the reason, in passing. */
	readonly failure?: string;
}

/** Something that changes what is kept: whether it is under way, and why it did not go through. */
export function useAction<Argument = void, Result = unknown>({
	act,
	changes,
	onDone,
	failure,
}: ActionOptions<Argument, Result>) {
	const queries = useQueryClient();
	const action = useMutation({
		mutationFn: act,
		async onSuccess(result, argument) {
			onDone?.(result, argument);
			await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
		},
		onError: (error) => failure !== undefined && sayFailed(failure, reasonOf(error)),
	});
	const { error } = action;
	const field = error instanceof ApiError ? error.param : undefined;
	return {
		run: action.mutate,
		busy: action.isPending,
		/** Why it did not go through. */
		problem: action.isError ? reasonOf(error) : undefined,
		/** Why it did not, where that is about one field. */
		problemOf: (name: string) => (field === name ? reasonOf(error) : undefined),
	};
}
