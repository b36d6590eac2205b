import { allowanceScript } from "./prelude.ts";

/**
 * Raises a hold to an amount; raising it twice to the same one changes nothing.
 *
 * KEYS: holder, holds. ARGV: block prefix, lease margin, hold id, the amount it shall have.
 * Answers {"held"}, {"lease"}, {"gone"} for a hold that ended or expired, or {"short", free}.
 */
export const EXTEND_SCRIPT = allowanceScript(`
local holder = spender(ARGV[2])
if not holder then return {'lease'} end
return {grow(holder, ARGV[3], tonumber(ARGV[4]))}
`);
