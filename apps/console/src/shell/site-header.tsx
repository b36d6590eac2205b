import { Link } from "@tanstack/react-router";
import { classes } from "../ui/classes.ts";
import { Logo } from "./logo.tsx";
import { NAVIGATION, type Place } from "./navigation.ts";

/** The bar above every page. Where there is no room beside the name, the places are a row of their own. */
export function SiteHeader() {
	const places = NAVIGATION;
	return (
		<header className="sticky top-0 z-30 border-line border-b bg-canvas">
			<div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 px-4 sm:px-6">
				<Link to="/" aria-label="Turnpike, home" className="-mx-1 my-3 rounded-md px-1">
					<Logo />
				</Link>
				<nav
					aria-label="Main"
					className="-mx-4 order-last w-full overflow-x-auto px-4 md:order-none md:mx-0 md:w-auto md:px-0"
				>
					<ul className="flex items-center gap-1 pb-2 md:pb-0">
						{places.map((place) => (
							<li key={place.to}>
								<NavigationLink place={place} />
							</li>
						))}
					</ul>
				</nav>
			</div>
		</header>
	);
}

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
