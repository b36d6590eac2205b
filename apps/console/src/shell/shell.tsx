import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useMessages } from "../ui/messages.ts";
import { SiteFooter } from "./site-footer.tsx";
import { SiteHeader } from "./site-header.tsx";

const Toaster = lazy(async () => ({ default: (await import("../ui/toaster.tsx")).Toaster }));

/** What stands around every page. */
export function Shell() {
	return (
		<div className="flex flex-col">
			<a
				href="#content"
				className="sr-only z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
			>
				Skip to the content
			</a>
			<SiteHeader />
			<main id="content" tabIndex={-1} className="flex min-h-dvh flex-col outline-none">
				<Outlet />
			</main>
			<SiteFooter />
			{useMessages().length > 0 && (
				<Suspense>
					<Toaster />
				</Suspense>
			)}
		</div>
	);
}
