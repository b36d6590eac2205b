import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { ChevronDown } from "lucide-react";
import { useEffect, useRef } from "react";
import { referenceQuery } from "../../api/reference.ts";
import { DocsNav } from "./docs-nav.tsx";

/** The documentation: its contents beside it, or above it where there is no room. */
export function DocsLayout() {
	const contents = useRef<HTMLElement>(null);
	const { pathname } = useLocation();
	const { isSuccess } = useQuery(referenceQuery);
	// biome-ignore lint/correctness/useExhaustiveDependencies: where one is, and that it is listed, decide
	useEffect(() => {
		contents.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
	}, [pathname, isSuccess]);
	return (
		<div className="mx-auto grid w-full max-w-7xl gap-x-10 px-4 py-6 sm:px-6 lg:grid-cols-[15rem_minmax(0,1fr)] lg:py-10">
			<aside
				ref={contents}
				className="lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:self-start lg:overflow-y-auto lg:pr-2"
			>
				<div className="hidden lg:block">
					<DocsNav />
				</div>
				<FoldedNav />
			</aside>
			<div className="min-w-0 pt-6 lg:pt-0">
				<Outlet />
			</div>
		</div>
	);
}

/** The contents on a phone: closed again by going somewhere. */
function FoldedNav() {
	const details = useRef<HTMLDetailsElement>(null);
	const { pathname } = useLocation();
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is the place that closes it
	useEffect(() => {
		if (details.current) details.current.open = false;
	}, [pathname]);
	return (
		<details ref={details} className="group rounded-xl border border-line bg-surface shadow-card lg:hidden">
			<summary className="flex list-none items-center justify-between px-4 py-3 font-medium text-sm [&::-webkit-details-marker]:hidden">
				Contents of the documentation
				<ChevronDown className="size-4 text-faint group-open:rotate-180" aria-hidden="true" />
			</summary>
			<div className="max-h-[60dvh] overflow-y-auto border-line border-t px-4 py-4">
				<DocsNav />
			</div>
		</details>
	);
}
