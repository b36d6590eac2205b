import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Operation, operationsOf, type ReferenceDocument, referenceQuery } from "../../../api/reference.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { PageTitle } from "../../../ui/page.tsx";
import { Skeleton, SkeletonRows } from "../../../ui/skeleton.tsx";
import { MissingPage } from "../../missing/missing-page.tsx";
import { MethodName } from "../method-name.tsx";
import { RichText } from "../rich-text.tsx";
import { Answers } from "./answers.tsx";
import { Asked } from "./asked.tsx";
import { TryIt } from "./try-it.tsx";
import { WhoMayAsk } from "./who-may-ask.tsx";

const route = getRouteApi("/docs/reference/$operation");

/** One route: what it is asked, what it answers, and the call itself. */
export function OperationPage() {
	const { operation: id } = route.useParams();
	const reference = useQuery(referenceQuery);
	if (reference.isError) {
		return (
			<ErrorState
				what="The reference could not be loaded."
				error={reference.error}
				onRetry={() => reference.refetch()}
			/>
		);
	}
	if (reference.data === undefined) return <OperationSkeleton />;
	const operation = operationsOf(reference.data).find(({ operationId }) => operationId === id);
	if (!operation) return <MissingPage />;
	return <OperationText key={id} operation={operation} document={reference.data} />;
}

interface OperationTextProps {
	readonly operation: Operation;
	readonly document: ReferenceDocument;
}

function OperationText({ operation, document }: OperationTextProps) {
	const { summary, description, roots, path } = operation;
	const place = `${roots[0] ?? ""}${path}`;
	return (
		<article>
			<PageTitle title={summary} />
			<header className="flex flex-col gap-3">
				<h1 className="font-semibold text-2xl tracking-tight">{summary}</h1>
				<p className="flex w-fit max-w-full items-center gap-2 rounded-lg border border-line bg-sunken py-0.5 pr-0.5 pl-3">
					<MethodName method={operation.method} />
					<code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{place}</code>
					<CopyButton text={location.origin + place} label="Copy the address" />
				</p>
				{description !== undefined && (
					<p className="max-w-2xl text-muted leading-relaxed">
						<RichText text={description} />
					</p>
				)}
			</header>
			<div className="mt-8 grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_27rem]">
				<div className="flex min-w-0 flex-col gap-8">
					<WhoMayAsk operation={operation} document={document} />
					<Asked operation={operation} document={document} />
					<Answers operation={operation} document={document} />
				</div>
				<div className="min-w-0 xl:sticky xl:top-20 xl:-mr-2 xl:max-h-[calc(100dvh-6rem)] xl:self-start xl:overflow-y-auto xl:pr-2">
					<TryIt operation={operation} />
				</div>
			</div>
		</article>
	);
}

function OperationSkeleton() {
	return (
		<div className="flex flex-col gap-4">
			<Skeleton className="h-8 w-64" />
			<Skeleton className="h-8 w-80" />
			<Skeleton className="h-5 w-full max-w-xl" />
			<SkeletonRows rows={8} label="Loading the reference" />
		</div>
	);
}
