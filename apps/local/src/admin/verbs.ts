import type { Verb } from "./verb.ts";
import { audit } from "./verbs/audit.ts";
import { balance } from "./verbs/balance.ts";
import { createKey } from "./verbs/create-key.ts";
import { createOrg } from "./verbs/create-org.ts";
import { createUser } from "./verbs/create-user.ts";
import { doctor } from "./verbs/doctor.ts";
import { grant } from "./verbs/grant.ts";
import { listKeys } from "./verbs/list-keys.ts";
import { listOrgs } from "./verbs/list-orgs.ts";
import { mail } from "./verbs/mail.ts";
import { parked } from "./verbs/parked.ts";
import { quickstart } from "./verbs/quickstart.ts";
import { reconcile } from "./verbs/reconcile.ts";
import { refund } from "./verbs/refund.ts";
import { revokeKey } from "./verbs/revoke-key.ts";
import { resumeOrg, suspendOrg } from "./verbs/suspend-org.ts";
import { disableKey, enableKey } from "./verbs/switch-key.ts";
import { usage } from "./verbs/usage.ts";

/** Everything an operator can ask for, in the order in which help shows it. */
export const VERBS: readonly Verb[] = [
	quickstart,
	createOrg,
	listOrgs,
	createUser,
	createKey,
	listKeys,
	disableKey,
	enableKey,
	revokeKey,
	suspendOrg,
	resumeOrg,
	grant,
	refund,
	balance,
	usage,
	audit,
	reconcile,
	parked,
	mail,
	doctor,
];
