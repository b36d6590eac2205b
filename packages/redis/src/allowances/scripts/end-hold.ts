import { allowanceScript } from "./prelude.ts";

/**
 * Ends a hold: the charge is spent, the rest free again.
 *
 * KEYS: holder, holds, deadlines, blocks. ARGV: block prefix, hold id, charge.
 * Answers {"ended"}, or {"gone"} where there was nothing to end: it ended before, or expired.
 */
export const END_HOLD_SCRIPT = allowanceScript(`
return {end_hold(ARGV[2], tonumber(ARGV[3])) and 'ended' or 'gone'}
`);

/**
 * Ends holds whose process died. What they held counts as spent: a usage event may exist and be posted later, so it must
 * not be spent again. What is not posted of it, the book returns after the allowance is closed.
 *
 * KEYS: holder, holds, deadlines, blocks. ARGV: block prefix, most. Answers the ids of the expired holds.
 */
export const EXPIRE_HOLDS_SCRIPT = allowanceScript(`
local due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', text(now), 'LIMIT', '0', ARGV[2])
for _, hold in ipairs(due) do end_hold(hold, nil) end
return due
`);
