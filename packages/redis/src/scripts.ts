import { BEGIN_CLOSE_SCRIPT, FINISH_CLOSE_SCRIPT, IDLE_BLOCKS_SCRIPT } from "./allowances/scripts/close.ts";
import { END_HOLD_SCRIPT, EXPIRE_HOLDS_SCRIPT } from "./allowances/scripts/end-hold.ts";
import { EXTEND_SCRIPT } from "./allowances/scripts/extend.ts";
import { BEGIN_GIVE_BACK_SCRIPT, FINISH_GIVE_BACK_SCRIPT } from "./allowances/scripts/give-back.ts";
import { BEGIN_GRANT_SCRIPT, END_GRANT_SCRIPT } from "./allowances/scripts/grant.ts";
import { HOLD_SCRIPT } from "./allowances/scripts/hold.ts";
import {
	KEEP_LEASE_SCRIPT,
	REPLACE_HOLDER_SCRIPT,
	RETIRE_HOLDER_SCRIPT,
	WRITE_LEASE_SCRIPT,
} from "./allowances/scripts/lease.ts";
import { RETIRE_SCRIPT } from "./allowances/scripts/retire.ts";
import { FINISH_SCRIPT } from "./usage/drain-usage.ts";

export { knowDigests } from "./client/script.ts";

/** The scripts of allowances and of the second usage log. */
export const SCRIPTS = [
	BEGIN_CLOSE_SCRIPT,
	FINISH_CLOSE_SCRIPT,
	IDLE_BLOCKS_SCRIPT,
	END_HOLD_SCRIPT,
	EXPIRE_HOLDS_SCRIPT,
	EXTEND_SCRIPT,
	BEGIN_GIVE_BACK_SCRIPT,
	FINISH_GIVE_BACK_SCRIPT,
	BEGIN_GRANT_SCRIPT,
	END_GRANT_SCRIPT,
	HOLD_SCRIPT,
	RETIRE_SCRIPT,
	KEEP_LEASE_SCRIPT,
	WRITE_LEASE_SCRIPT,
	REPLACE_HOLDER_SCRIPT,
	RETIRE_HOLDER_SCRIPT,
	FINISH_SCRIPT,
] as const;
