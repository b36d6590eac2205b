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
local b = redis.call('HMGET', key, 'holder', 'state', 'granting_until', 'recall_until')
if b[1] ~= holder or b[2] == 'closing' then
	if ARGV[3] ~= '' then return {'gone'} end
	id = ARGV[4]
	key = BLOCK .. id
	b = {holder, 'open', false, false}
	redis.call('SET', KEYS[2], id)
	redis.call('HSET', key, 'holder', holder, 'account', ARGV[7], 'pool', KEYS[2], 'state', 'open', 'holds', '0',
		'granted', '0', 'free', '0', 'spent', '0', 'returned', '0', 'told', '0', 'expires_at', '',
		'used_at', text(now), 'recent', '0', 'recent_before', '0', 'recent_at', text(now))
	redis.call('SADD', KEYS[4], id)
	redis.call('ZADD', KEYS[3], text(now), id)
end
if b[3] and now < tonumber(b[3]) or b[4] and now < tonumber(b[4]) then return {'busy'} end
redis.call('HSET', key, 'granting', ARGV[5], 'granting_until', text(now + tonumber(ARGV[6])))
return standing('granting', id)
`);

/**
 * Ends a grant, and takes the hold that it was asked for before anyone else sees the credit: of two keys that compete for
 * the last of it, one gets it. Credit is counted by what was granted in all, so the same answer of the book credits once.
 *
 * KEYS: holder, holds, deadlines, blocks. ARGV: block prefix, lease margin, allowance id, token, "granted", "refused",
 * "failed" (nobody knows) or "unasked" (there was enough), granted in all, ms at which the budget window ends or "", then of the hold: "take", "grow" or
 * "", its id, its amount, time to live in ms.
 * Answers {"held", allowance}, or {"credited"} where there is no hold to take or it can not be taken; {"closing"} or
 * {"gone"} where the block is being closed or is no more.
 */
export const END_GRANT_SCRIPT = allowanceScript(`
local id = ARGV[3]
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'state', 'granted', 'granting')
if not b[1] then return {'gone'} end
if b[3] == ARGV[4] then redis.call('HDEL', key, 'granting', 'granting_until') end
if ARGV[5] == 'failed' then redis.call('HSET', key, 'uncertain', '1') end
if ARGV[5] == 'granted' or ARGV[5] == 'refused' then redis.call('HDEL', key, 'uncertain') end
if b[1] == 'closing' then return {'closing'} end
if ARGV[5] == 'granted' then
	local more = tonumber(ARGV[6]) - tonumber(b[2])
	if more > 0 then
		add(key, 'granted', more)
		add(key, 'free', more)
	end
	redis.call('HSET', key, 'known', '1', 'expires_at', ARGV[7], 'used_at', text(now))
elseif ARGV[5] ~= 'unasked' then
	return {'credited'}
end
local holder = spender(ARGV[2])
if ARGV[8] == '' or holder ~= redis.call('HGET', key, 'holder') then return {'credited'} end
local amount = tonumber(ARGV[10])
if ARGV[8] == 'grow' then return {grow(holder, ARGV[9], amount) == 'held' and 'held' or 'credited', id} end
if redis.call('HEXISTS', KEYS[2], ARGV[9]) == 1 then return {'held', id} end
if b[1] ~= 'open' or tonumber(redis.call('HGET', key, 'free')) < amount then return {'credited'} end
take(id, ARGV[9], amount, tonumber(ARGV[11]))
return {'held', id}
`);
