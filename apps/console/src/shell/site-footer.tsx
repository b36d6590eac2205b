import { Link } from "@tanstack/react-router";
import { ThemeSwitch } from "../theme/theme-switch.tsx";

/** The way to what is read once. */
export function SiteFooter() {
	return (
		<footer className="border-line border-t">
			<div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-4 px-4 py-6 sm:px-6">
				<nav aria-label="More" className="flex flex-wrap items-center gap-x-6 gap-y-2 text-faint text-sm">
					<span>Turnpike</span>
					<Link to="/models" className="hover:text-ink">
						Models and prices
					</Link>
					<Link to="/docs" className="hover:text-ink">
						Documentation
					</Link>
					<a href="/openapi.json" className="hover:text-ink">
						OpenAPI
					</a>
				</nav>
				<ThemeSwitch />
			</div>
		</footer>
	);
}
