import { allowanceScript } from "./prelude.ts";

/**
 * Takes a hold out of a pool's open block.
 *
 * KEYS: holder, holds, deadlines, blocks, pool. ARGV: block prefix, lease margin, hold id, amount, time to live in ms.
 * Answers {"held", allowance}, {"lease"} where nothing may be spent, or {"short", free}. A hold id that is already held is
 * "held" again: the command may be resent.
 *
 * A block whose budget window is over, or that has been granted so much that sums come near 2^53, takes no new holds: the
 * next grant opens another. One that the book has never granted (a refusal opened it) takes none, not even of nothing.
 */
export const HOLD_SCRIPT = allowanceScript(`
local holder = spender(ARGV[2])
if not holder then return {'lease'} end
local id = redis.call('GET', KEYS[5])
if not id then return {'short', '0'} end
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'holder', 'free', 'expires_at', 'granted', 'holds', 'known')
local over = b[3] and b[3] ~= '' and now >= tonumber(b[3])
if b[1] ~= holder or over or tonumber(b[4]) > 2^52 then
	redis.call('DEL', KEYS[5])
	if b[1] then
		redis.call('HSET', key, 'state', 'ended')
		if b[5] == '0' then redis.call('ZADD', KEYS[4], '0', id) end
	end
	return {'short', '0'}
end
if redis.call('HEXISTS', KEYS[2], ARGV[3]) == 1 then return {'held', id} end
local amount = tonumber(ARGV[4])
if b[6] ~= '1' or tonumber(b[2]) < amount then return {'short', b[2]} end
take(id, ARGV[3], amount, tonumber(ARGV[5]))
return {'held', id}
`);
