import { Button } from "./button.tsx";

interface OlderButtonProps {
	/** Of an infinite query: what it has beyond what is shown. */
	readonly list: {
		readonly hasNextPage: boolean;
		readonly isFetchingNextPage: boolean;
		readonly isFetchNextPageError: boolean;
		fetchNextPage(): unknown;
	};
}

/** The way to what is older than the last line of a list; nothing where that is all. */
export function OlderButton({ list }: OlderButtonProps) {
	if (!list.hasNextPage) return null;
	return (
		<div className="mt-4 flex flex-col items-center gap-2">
			<Button kind="secondary" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
				Show older ones
			</Button>
			{list.isFetchNextPageError && (
				<p role="alert" className="text-danger text-sm">
					They could not be loaded. Try again.
				</p>
			)}
		</div>
	);
}
