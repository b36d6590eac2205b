import { allowanceScript } from "./prelude.ts";

/**
 * Takes a block's free credit out of reach, to be given back to the book. What was taken before and never confirmed is
 * answered again: the process may have died on the way to the book. Credit just granted stays for the hold that asked for
 * it: two keys that recall from each other would otherwise never come to an end.
 *
 * KEYS: holder. ARGV: block prefix, allowance id. Answers {"returning", returned in all} or {"nothing"}.
 */
export const BEGIN_GIVE_BACK_SCRIPT = allowanceScript(`
local key = BLOCK .. ARGV[2]
local b = redis.call('HMGET', key, 'holder', 'state', 'free', 'granting_until', 'returned', 'told', 'kept_until')
if not b[1] or b[1] ~= redis.call('HGET', KEYS[1], 'id') or b[2] == 'closing' then return {'nothing'} end
if b[4] and now < tonumber(b[4]) or b[7] and now < tonumber(b[7]) then return {'nothing'} end
local free = tonumber(b[3])
if free == 0 and b[5] == b[6] then return {'nothing'} end
add(key, 'returned', free)
redis.call('HSET', key, 'free', '0')
return {'returning', redis.call('HGET', key, 'returned')}
`);

/** The book has it. KEYS: holder. ARGV: block prefix, allowance id, returned in all. */
export const FINISH_GIVE_BACK_SCRIPT = allowanceScript(`
local key = BLOCK .. ARGV[2]
local told = redis.call('HGET', key, 'told')
if told and tonumber(told) < tonumber(ARGV[3]) then redis.call('HSET', key, 'told', ARGV[3]) end
return {'told'}
`);
