import { allowanceScript } from "./prelude.ts";

const DROP = `
local function drop(id)
	local b = redis.call('HMGET', BLOCK .. id, 'account', 'pool')
	if b[1] then redis.call('SREM', ARGV[3] .. b[1], id) end
	if b[2] and redis.call('GET', b[2]) == id then redis.call('DEL', b[2]) end
	redis.call('DEL', BLOCK .. id)
	redis.call('ZREM', KEYS[2], id)
end
`;

/**
 * First phase of closing: a block that nobody uses takes no holds any more, so what was spent of it is final. Repeated
 * after a crash it answers the same. A block of an earlier holder is forgotten: the book gave it up.
 *
 * KEYS: holder, blocks. ARGV: block prefix, allowance id, prefix of accounts' block sets, ms it must have been unused.
 * Answers {"closing", spent} and, where a grant was asked for that nobody answered, {…, holder id, account id, key id,
 * granted}; {"busy"} or {"gone"}.
 */
export const BEGIN_CLOSE_SCRIPT = allowanceScript(`${DROP}
local id = ARGV[2]
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'holder', 'state', 'holds', 'used_at', 'granting_until', 'pool', 'spent',
	'uncertain', 'account', 'granted')
if not b[1] or b[1] ~= redis.call('HGET', KEYS[1], 'id') then
	drop(id)
	return {'gone'}
end
local answer = {'closing', b[7]}
if b[5] or b[8] then answer = {'closing', b[7], b[1], b[9], string.match(b[6], '([^:]*)$'), b[10]} end
if b[2] == 'closing' then return answer end
local used_at = tonumber(b[4])
local granting = b[5] and now < tonumber(b[5])
if b[3] ~= '0' or granting or (b[2] == 'open' and now < used_at + tonumber(ARGV[4])) then
	redis.call('ZADD', KEYS[2], text(now), id)
	return {'busy'}
end
redis.call('HSET', key, 'state', 'closing')
if redis.call('GET', b[6]) == id then redis.call('DEL', b[6]) end
return answer
`);

/** Second phase, once the book closed it: forgets the block. KEYS and ARGV 1 to 3 as above. */
export const FINISH_CLOSE_SCRIPT = allowanceScript(`${DROP}
drop(ARGV[2])
return {'gone'}
`);

/**
 * The blocks to look at now: unused for long, or over. One process looks per interval.
 *
 * KEYS: holder, blocks, sweep lock. ARGV: block prefix, ms unused, most, interval in ms. Answers allowance ids.
 */
export const IDLE_BLOCKS_SCRIPT = allowanceScript(`
if not redis.call('SET', KEYS[3], '1', 'NX', 'PX', ARGV[4]) then return {} end
return redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now - tonumber(ARGV[2])), 'LIMIT', '0', ARGV[3])
`);
