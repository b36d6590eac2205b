import type { Operation } from "../operation.ts";
import { ACCOUNT } from "./account.ts";
import { ALERTS } from "./alerts.ts";
import { AUTH } from "./auth.ts";
import { BUDGETS } from "./budgets.ts";
import { CREDITS, SANDBOX } from "./credits.ts";
import { INFERENCE } from "./inference.ts";
import { KEYS } from "./keys.ts";
import { MODELS } from "./models.ts";
import { PEOPLE } from "./people.ts";
import { SERVER } from "./server.ts";
import { USAGE } from "./usage.ts";

/** Every route there is, as the reference describes it; a test holds this to the routes of `app.ts`. */
export const OPERATIONS: readonly Operation[] = [
	...INFERENCE,
	...MODELS,
	...USAGE,
	...ACCOUNT,
	...KEYS,
	...BUDGETS,
	...CREDITS,
	...AUTH,
	...PEOPLE,
	...ALERTS,
	...SERVER,
	...SANDBOX,
];
