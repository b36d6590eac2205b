import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Operation, operationsOf, referenceQuery } from "../../api/reference.ts";
import { classes } from "../../ui/classes.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { GUIDES } from "./guides.ts";
import { MethodName } from "./method-name.tsx";

/** Guides, then every route by what it is about. */
export function DocsNav() {
	return (
		<nav aria-label="Documentation" className="flex flex-col gap-6 text-sm">
			<Group title="Guides">
				<Item>
					<Link to="/docs" activeOptions={EXACT} className={LINK} activeProps={ACTIVE} inactiveProps={INACTIVE}>
						{GUIDES[0].title}
					</Link>
				</Item>
				{GUIDES.slice(1).map(({ slug, title }) => (
					<Item key={slug}>
						<Link
							to="/docs/$guide"
							params={{ guide: slug }}
							className={LINK}
							activeProps={ACTIVE}
							inactiveProps={INACTIVE}
						>
							{title}
						</Link>
					</Item>
				))}
			</Group>
			<Routes />
		</nav>
	);
}

function Routes() {
	const reference = useQuery(referenceQuery);
	if (reference.isError) {
		return (
			<p className="px-2 text-muted">
				The reference could not be loaded.{" "}
				<button type="button" className="font-medium text-accent-ink underline" onClick={() => reference.refetch()}>
					Try again
				</button>
			</p>
		);
	}
	if (reference.data === undefined) return <RoutesSkeleton />;
	const operations = operationsOf(reference.data);
	return reference.data.tags.map(({ name }) => (
		<Group key={name} title={name}>
			{operations
				.filter(({ tags }) => tags.includes(name))
				.map((operation) => (
					<RouteItem key={operation.operationId} operation={operation} />
				))}
		</Group>
	));
}

function RouteItem({ operation }: { readonly operation: Operation }) {
	return (
		<Item>
			<Link
				to="/docs/reference/$operation"
				params={{ operation: operation.operationId }}
				className={classes(LINK, "flex items-baseline gap-2")}
				activeProps={ACTIVE}
				inactiveProps={INACTIVE}
			>
				<MethodName method={operation.method} className="w-9 shrink-0" />
				<span className="min-w-0">{operation.summary}</span>
			</Link>
		</Item>
	);
}

const LINK = "block rounded-md px-2 py-1";
const INACTIVE = { className: "text-muted hover:text-ink" };
/** `/docs` is the beginning of every other place here. */
const EXACT = { exact: true };
const ACTIVE = { className: "bg-sunken font-medium text-ink" };

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<div>
			<h2 className="px-2 pb-1 font-semibold">{title}</h2>
			<ul className="flex flex-col">{children}</ul>
		</div>
	);
}

function Item({ children }: { readonly children: ReactNode }) {
	return <li>{children}</li>;
}

function RoutesSkeleton() {
	return (
		<div role="status" aria-label="Loading the reference" className="flex flex-col gap-3 px-2">
			{Array.from({ length: 16 }, (_, index) => `row ${index}`).map((row) => (
				<Skeleton key={row} />
			))}
		</div>
	);
}
