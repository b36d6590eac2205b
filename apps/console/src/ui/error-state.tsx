import { RotateCw, TriangleAlert } from "lucide-react";
import { ApiError } from "../api/api-error.ts";
import { Button } from "./button.tsx";

interface ErrorStateProps {
	/** What could not be done, as a sentence: "Your keys could not be loaded." */
	readonly what: string;
	readonly error: unknown;
	readonly onRetry: () => void;
}

/** Stands where something should be that could not be had, and says why. */
export function ErrorState({ what, error, onRetry }: ErrorStateProps) {
	return (
		<div role="alert" className="flex flex-col items-center px-6 py-12 text-center">
			<TriangleAlert className="size-6 text-danger" aria-hidden="true" />
			<p className="mt-3 font-semibold">{what}</p>
			<p className="mt-1 max-w-md text-muted text-sm">{reasonOf(error)}</p>
			<Button kind="secondary" className="mt-5" onClick={onRetry}>
				<RotateCw className="size-4" aria-hidden="true" />
				Try again
			</Button>
			{error instanceof ApiError && error.requestId !== undefined && (
				<p className="mt-4 font-mono text-faint text-xs">{error.requestId}</p>
			)}
		</div>
	);
}

/** A sentence for people. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : "Something unexpected happened.";
}
