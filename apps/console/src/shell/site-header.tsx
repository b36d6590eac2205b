import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useSession } from "../session/use-session.ts";
import { buttonClass } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import { AccountButton } from "./account-button.tsx";
import { BalanceLink } from "./balance-link.tsx";
import { Logo } from "./logo.tsx";
import { type Place, PUBLIC_PLACES, SIGNED_IN_PLACES } from "./navigation.ts";

/** The bar above every page. Where there is no room beside the name, the places are a row of their own. */
export function SiteHeader() {
	const session = useSession();
	const nav = useRef<HTMLElement>(null);
	const { pathname } = useLocation();
	const places = session ? SIGNED_IN_PLACES : session === null ? PUBLIC_PLACES : NO_PLACES;
	// On a phone the row is longer than the screen: where one is shall be seen.
	useEffect(() => {
		const place = places.find(({ to }) => pathname.startsWith(to));
		const link = place && nav.current?.querySelector<HTMLElement>(`a[href="${place.to}"]`);
		if (link) nav.current?.scrollTo({ left: link.offsetLeft - nav.current.offsetLeft - ROW_EDGE_PX });
	}, [pathname, places]);
	return (
		<header className="top-0 z-30 md:sticky border-line border-b bg-canvas">
			<div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 px-4 sm:px-6">
				<Link to="/" aria-label="Turnpike, home" className="-mx-1 rounded-md px-1 py-3.5">
					<Logo />
				</Link>
				<nav
					ref={nav}
					aria-label="Main"
					className="-mx-4 order-last w-screen overflow-x-auto px-4 md:order-none md:mx-0 md:w-auto md:overflow-visible md:px-0"
				>
					<ul className="flex h-11 items-center gap-1 pb-2 md:h-auto md:pb-0">
						{places.map((place) => (
							<li key={place.to}>
								<NavigationLink place={place} />
							</li>
						))}
					</ul>
				</nav>
				<div className="ml-auto flex h-9 items-center gap-2">
					{session === null && (
						<>
							<Link to="/sign-in" className={buttonClass("quiet")}>
								Sign in
							</Link>
							<Link to="/sign-up" className={buttonClass("primary")}>
								Sign up
							</Link>
						</>
					)}
					{session && (
						<>
							{session.organization !== null && <BalanceLink sandbox={session.sandbox.payments} />}
							<AccountButton session={session} />
						</>
					)}
				</div>
			</div>
		</header>
	);
}

const NO_PLACES: readonly Place[] = [];
const ROW_EDGE_PX = 60;
const LINK = "block whitespace-nowrap rounded-md px-2.5 py-1.5 font-medium text-sm";

function NavigationLink({ place }: { readonly place: Place }) {
	return (
		<Link
			to={place.to}
			className={LINK}
			activeProps={{ className: classes(LINK, "bg-sunken text-ink") }}
			inactiveProps={{ className: classes(LINK, "text-muted hover:text-ink") }}
		>
			{place.label}
		</Link>
	);
}
