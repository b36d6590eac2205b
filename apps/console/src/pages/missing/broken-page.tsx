import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorState } from "../../ui/error-state.tsx";

/** What is shown of a page that could not be shown: a bug, or a part of it that could not be fetched. */
export function BrokenPage({ error }: ErrorComponentProps) {
	return (
		<div className="m-auto">
			<ErrorState what="This page could not be shown." error={error} onRetry={() => location.reload()} />
		</div>
	);
}
