import { Link } from "@tanstack/react-router";
import { buttonClass } from "../../ui/button.tsx";
import { PageTitle } from "../../ui/page.tsx";

/** Where a link leads that leads nowhere. */
export function MissingPage() {
	return (
		<div className="m-auto px-6 py-20 text-center">
			<PageTitle title="No such page" />
			<p className="font-semibold text-accent-ink text-sm">404</p>
			<h1 className="mt-2 font-semibold text-2xl tracking-tight">This road does not go anywhere</h1>
			<p className="mt-2 text-muted">The page was moved, or the address has a slip in it.</p>
			<div className="mt-6 flex justify-center gap-2">
				<Link to="/" className={buttonClass("primary")}>
					Go to the start
				</Link>
				<Link to="/models" className={buttonClass("secondary")}>
					Browse models
				</Link>
			</div>
		</div>
	);
}
