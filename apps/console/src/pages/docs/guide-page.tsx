import { getRouteApi, Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { PageTitle } from "../../ui/page.tsx";
import { MissingPage } from "../missing/missing-page.tsx";
import { GUIDES, type Guide } from "./guides.ts";

const route = getRouteApi("/docs/$guide");

/** The first guide, which is what `/docs` leads to. */
export function FirstGuide() {
	return <GuideText guide={GUIDES[0]} />;
}

export function GuidePage() {
	const { guide: slug } = route.useParams();
	const guide = GUIDES.find((each) => each.slug === slug);
	return guide ? <GuideText guide={guide} /> : <MissingPage />;
}

function GuideText({ guide }: { readonly guide: Guide }) {
	const { title, Body } = guide;
	const next = GUIDES[GUIDES.indexOf(guide) + 1];
	return (
		<article className="flex flex-col gap-4">
			<PageTitle title={title} />
			<h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
			<Body />
			{next && (
				<footer className="mt-10 border-line border-t pt-6">
					<Link
						to="/docs/$guide"
						params={{ guide: next.slug }}
						className="inline-flex items-center gap-1.5 font-medium text-accent-ink hover:underline"
					>
						{next.title}
						<ArrowRight className="size-4" aria-hidden="true" />
					</Link>
				</footer>
			)}
		</article>
	);
}
