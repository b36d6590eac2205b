import type { ComponentType } from "react";
import { Errors } from "./guides/errors.tsx";
import { Money } from "./guides/money.tsx";
import { Quickstart } from "./guides/quickstart.tsx";
import { Routing } from "./guides/routing.tsx";
import { Sdks } from "./guides/sdks.tsx";
import { Streaming } from "./guides/streaming.tsx";

export interface Guide {
	/** Its place: `/docs/<slug>`. */
	readonly slug: string;
	readonly title: string;
	readonly Body: ComponentType;
}

/** What is read before the reference is needed; the first one is `/docs` itself. */
export const GUIDES: readonly [Guide, ...Guide[]] = [
	{ slug: "quickstart", title: "Quickstart", Body: Quickstart },
	{ slug: "sdks", title: "SDKs", Body: Sdks },
	{ slug: "streaming", title: "Streaming", Body: Streaming },
	{ slug: "errors", title: "Errors and retries", Body: Errors },
	{ slug: "money", title: "Costs and limits", Body: Money },
	{ slug: "routing", title: "Routing", Body: Routing },
];
