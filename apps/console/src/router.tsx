import type { QueryClient } from "@tanstack/react-query";
import {
	createRootRouteWithContext,
	createRoute,
	createRouter,
	lazyRouteComponent,
	Outlet,
	type RouterHistory,
} from "@tanstack/react-router";
import { endpointsQuery, modelQuery, modelsQuery, providersQuery } from "./api/catalog.ts";
import { creditsQuery } from "./api/credits.ts";
import { generationQuery } from "./api/generation.ts";
import { referenceQuery } from "./api/reference.ts";
import { readComparison } from "./pages/compare/comparison-search.ts";
import { readGenerationsSearch } from "./pages/generations/generations-search.ts";
import { BrokenPage } from "./pages/missing/broken-page.tsx";
import { MissingPage } from "./pages/missing/missing-page.tsx";
import { readModelsSearch } from "./pages/models/models-search.ts";
import { readUsageSearch } from "./pages/usage/usage-search.ts";
import { requireSession } from "./session/require-session.ts";
import { Shell } from "./shell/shell.tsx";
import { parseUrlSearch, pick, type UrlSearch, writeUrlSearch } from "./url-search.ts";

interface RouterContext {
	readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Shell });

const home = createRoute({
	getParentRoute: () => root,
	path: "/",
	component: lazyRouteComponent(() => import("./pages/home/home-page.tsx"), "HomePage"),
});

const models = createRoute({
	getParentRoute: () => root,
	path: "/models",
	validateSearch: (search: UrlSearch) => readModelsSearch(search),
	loader: ({ context }) => void context.queries.prefetchQuery(modelsQuery),
	component: lazyRouteComponent(() => import("./pages/models/models-page.tsx"), "ModelsPage"),
});

const model = createRoute({
	getParentRoute: () => root,
	path: "/models/$author/$name",
	loader: ({ context, params: { author, name } }) => {
		void context.queries.prefetchQuery(modelQuery(`${author}/${name}`));
		void context.queries.prefetchQuery(endpointsQuery(`${author}/${name}`));
		void context.queries.prefetchQuery(providersQuery);
	},
	component: lazyRouteComponent(() => import("./pages/model/model-page.tsx"), "ModelPage"),
});

const compare = createRoute({
	getParentRoute: () => root,
	path: "/compare",
	validateSearch: (search: UrlSearch) => readComparison(search),
	loader: ({ context }) => void context.queries.prefetchQuery(modelsQuery),
	component: lazyRouteComponent(() => import("./pages/compare/compare-page.tsx"), "ComparePage"),
});

const signIn = createRoute({
	getParentRoute: () => root,
	path: "/sign-in",
	validateSearch: (search: UrlSearch) => pick(search, "next", "reset", "error"),
	component: lazyRouteComponent(() => import("./pages/auth/sign-in-page.tsx"), "SignInPage"),
});

const signUp = createRoute({
	getParentRoute: () => root,
	path: "/sign-up",
	validateSearch: (search: UrlSearch) => pick(search, "next"),
	component: lazyRouteComponent(() => import("./pages/auth/sign-up-page.tsx"), "SignUpPage"),
});

const verifyEmail = createRoute({
	getParentRoute: () => root,
	path: "/verify-email",
	validateSearch: (search: UrlSearch) => pick(search, "token", "next"),
	component: lazyRouteComponent(() => import("./pages/auth/verify-email-page.tsx"), "VerifyEmailPage"),
});

const forgotPassword = createRoute({
	getParentRoute: () => root,
	path: "/forgot-password",
	component: lazyRouteComponent(() => import("./pages/auth/forgot-password-page.tsx"), "ForgotPasswordPage"),
});

const resetPassword = createRoute({
	getParentRoute: () => root,
	path: "/reset-password",
	validateSearch: (search: UrlSearch) => pick(search, "token"),
	component: lazyRouteComponent(() => import("./pages/auth/reset-password-page.tsx"), "ResetPasswordPage"),
});

const invitation = createRoute({
	getParentRoute: () => root,
	path: "/invitation",
	validateSearch: (search: UrlSearch) => pick(search, "token"),
	component: lazyRouteComponent(() => import("./pages/invitation/invitation-page.tsx"), "InvitationPage"),
});

const outbox = createRoute({
	getParentRoute: () => root,
	path: "/outbox",
	component: lazyRouteComponent(() => import("./pages/outbox/outbox-page.tsx"), "OutboxPage"),
});

const docs = createRoute({
	getParentRoute: () => root,
	path: "/docs",
	loader: ({ context }) => void context.queries.prefetchQuery(referenceQuery),
	component: lazyRouteComponent(() => import("./pages/docs/docs-layout.tsx"), "DocsLayout"),
});

const firstGuide = createRoute({
	getParentRoute: () => docs,
	path: "/",
	component: lazyRouteComponent(() => import("./pages/docs/guide-page.tsx"), "FirstGuide"),
});

const guide = createRoute({
	getParentRoute: () => docs,
	path: "$guide",
	component: lazyRouteComponent(() => import("./pages/docs/guide-page.tsx"), "GuidePage"),
});

const operation = createRoute({
	getParentRoute: () => docs,
	path: "reference/$operation",
	component: lazyRouteComponent(() => import("./pages/docs/operation/operation-page.tsx"), "OperationPage"),
});

/** What is there for who is signed in. */
const signedIn = createRoute({
	getParentRoute: () => root,
	id: "in",
	component: Outlet,
	beforeLoad: ({ context, location }) => requireSession(context.queries, location.href),
});

const start = createRoute({
	getParentRoute: () => signedIn,
	path: "/start",
	component: lazyRouteComponent(() => import("./pages/start/start-page.tsx"), "StartPage"),
});

const keys = createRoute({
	getParentRoute: () => signedIn,
	path: "/keys",
	validateSearch: (search: UrlSearch) => pick(search, "create"),
	component: lazyRouteComponent(() => import("./pages/keys/keys-page.tsx"), "KeysPage"),
});

const credits = createRoute({
	getParentRoute: () => signedIn,
	path: "/credits",
	// Awaited: what is below the balance shall not move when it comes.
	loader: ({ context }) => context.queries.ensureQueryData(creditsQuery).catch(() => undefined),
	validateSearch: (search: UrlSearch) => pick(search, "purchase"),
	component: lazyRouteComponent(() => import("./pages/credits/credits-page.tsx"), "CreditsPage"),
});

const organization = createRoute({
	getParentRoute: () => signedIn,
	path: "/organization",
	validateSearch: (search: UrlSearch) => pick(search, "tab"),
	component: lazyRouteComponent(() => import("./pages/organization/organization-page.tsx"), "OrganizationPage"),
});

const account = createRoute({
	getParentRoute: () => signedIn,
	path: "/account",
	component: lazyRouteComponent(() => import("./pages/account/account-page.tsx"), "AccountPage"),
});

const usage = createRoute({
	getParentRoute: () => signedIn,
	path: "/usage",
	validateSearch: (search: UrlSearch) => readUsageSearch(search),
	component: lazyRouteComponent(() => import("./pages/usage/usage-page.tsx"), "UsagePage"),
});

const generations = createRoute({
	getParentRoute: () => signedIn,
	path: "/generations",
	validateSearch: (search: UrlSearch) => readGenerationsSearch(search),
	component: lazyRouteComponent(() => import("./pages/generations/generations-page.tsx"), "GenerationsPage"),
});

const generation = createRoute({
	getParentRoute: () => signedIn,
	path: "/generations/$id",
	loader: ({ context, params }) => void context.queries.prefetchQuery(generationQuery(params.id)),
	component: lazyRouteComponent(() => import("./pages/generation/generation-page.tsx"), "GenerationPage"),
});

/** Every page, one line each; what a page shows is fetched while its code is. */
const routes = root.addChildren([
	home,
	models,
	model,
	compare,
	signIn,
	signUp,
	verifyEmail,
	forgotPassword,
	resetPassword,
	invitation,
	outbox,
	docs.addChildren([firstGuide, guide, operation]),
	signedIn.addChildren([start, usage, generations, generation, keys, credits, organization, account]),
]);

export function makeRouter(queries: QueryClient, history?: RouterHistory) {
	return createRouter({
		routeTree: routes,
		context: { queries },
		...(history && { history }),
		parseSearch: parseUrlSearch,
		stringifySearch: writeUrlSearch,
		defaultPreload: "intent",
		defaultPreloadStaleTime: 0,
		scrollRestoration: true,
		defaultNotFoundComponent: MissingPage,
		defaultErrorComponent: BrokenPage,
	});
}

declare module "@tanstack/react-router" {
	interface Register {
		router: ReturnType<typeof makeRouter>;
	}
}
