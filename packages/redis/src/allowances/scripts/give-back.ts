import { allowanceScript } from "./prelude.ts";

/**
 * Takes a block's free credit out of reach, to be given back to the book. What was taken before and never confirmed is
 * answered again: the process may have died on the way to the book. While a grant is asked for, what it leaves is not
 * known: the next one waits then until this was here again. After one that nobody answered or that its process did not
 * live to see, the book may have granted more than is known here.
 *
 * KEYS: holder. ARGV: block prefix, allowance id, ms for which grants wait. Answers {"returning", returned in all},
 * {"busy"}, {"uncertain", key id} or {"nothing"}.
 */
export const BEGIN_GIVE_BACK_SCRIPT = allowanceScript(`
local key = BLOCK .. ARGV[2]
local b = redis.call('HMGET', key, 'holder', 'state', 'free', 'granting_until', 'returned', 'told', 'uncertain', 'pool')
if not b[1] or b[1] ~= redis.call('HGET', KEYS[1], 'id') or b[2] == 'closing' then return {'nothing'} end
if b[4] and now < tonumber(b[4]) then
	redis.call('HSET', key, 'recall_until', text(now + tonumber(ARGV[3])))
	return {'busy'}
end
redis.call('HDEL', key, 'recall_until')
if b[4] or b[7] then return {'uncertain', string.match(b[8], '([^:]*)$')} end
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
