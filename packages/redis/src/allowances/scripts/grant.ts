import { allowanceScript } from "./prelude.ts";

/**
 * Begins a grant: opens a block where the pool has none, and takes the right to ask the book for it, which one process
 * has at a time. The block is written down before the book is asked, so that a process that dies in between leaves
 * nothing that others do not know of.
 *
 * KEYS: holder, pool, blocks, the account's blocks. ARGV: block prefix, lease margin, allowance id ("" for the pool's
 * current one), id for a new one, token, how long the right lasts in ms, account id.
 * Answers {"granting", allowance, holder, granted, free, held, recent}, {"busy"}, {"lease"}, or {"gone"} for a named
 * allowance that is no more.
 */
export const BEGIN_GRANT_SCRIPT = allowanceScript(`
local holder = spender(ARGV[2])
if not holder then return {'lease'} end
local id = ARGV[3]
if id == '' then id = redis.call('GET', KEYS[2]) or ARGV[4] end
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'holder', 'state', 'granting_until')
if b[1] ~= holder or b[2] == 'closing' then
	if ARGV[3] ~= '' then return {'gone'} end
	id = ARGV[4]
	key = BLOCK .. id
	b = {holder, 'open', false}
	redis.call('SET', KEYS[2], id)
	redis.call('HSET', key, 'holder', holder, 'account', ARGV[7], 'pool', KEYS[2], 'state', 'open', 'holds', '0',
		'granted', '0', 'free', '0', 'spent', '0', 'returned', '0', 'told', '0', 'expires_at', '',
		'used_at', text(now), 'recent', '0', 'recent_before', '0', 'recent_at', text(now))
	redis.call('SADD', KEYS[4], id)
	redis.call('ZADD', KEYS[3], text(now), id)
end
if b[3] and now < tonumber(b[3]) then return {'busy'} end
redis.call('HSET', key, 'granting', ARGV[5], 'granting_until', text(now + tonumber(ARGV[6])))
return standing('granting', id)
`);

/**
 * Ends a grant. Credit is counted by what was granted in all, so the same answer of the book credits once.
 *
 * KEYS: holder. ARGV: block prefix, allowance id, token, granted in all ("" for a grant that was refused or failed), ms at
 * which the budget window ends or "", for how long recalls leave the credit to the hold it was granted for. Answers {"credited"}, or {"closing"} or {"gone"} where the block is being closed or is
 * no more.
 */
export const END_GRANT_SCRIPT = allowanceScript(`
local key = BLOCK .. ARGV[2]
local b = redis.call('HMGET', key, 'state', 'granted', 'granting')
if not b[1] then return {'gone'} end
if b[3] == ARGV[3] then redis.call('HDEL', key, 'granting', 'granting_until') end
if b[1] == 'closing' then return {'closing'} end
if ARGV[4] ~= '' then
	local more = tonumber(ARGV[4]) - tonumber(b[2])
	if more > 0 then
		add(key, 'granted', more)
		add(key, 'free', more)
	end
	redis.call('HSET', key, 'known', '1', 'expires_at', ARGV[5], 'used_at', text(now), 'kept_until', text(now + tonumber(ARGV[6])))
end
return {'credited'}
`);
