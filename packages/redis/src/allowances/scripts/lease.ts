import { allowanceScript } from "./prelude.ts";

/**
 * Finds out whether the lease needs renewing, and takes the right to do it, which one process has at a time. Whoever finds
 * no holder (a new or wiped Redis) names one: what an earlier one had is no longer renewed, and the book reaps it.
 *
 * KEYS: holder, members. ARGV: "", id for a new holder ("" to leave an empty Redis alone), renew every (ms), how long the
 * right lasts (ms), member id ("" for none), ms after which a silent member is gone.
 * Answers {"none"}, {"kept"}, {"busy"}, or {"renew", holder, Redis' time in ms, lease length in ms or ""}.
 */
export const KEEP_LEASE_SCRIPT = allowanceScript(`
if ARGV[5] ~= '' then
	redis.call('ZADD', KEYS[2], text(now), ARGV[5])
	redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - tonumber(ARGV[6])))
end
local h = redis.call('HMGET', KEYS[1], 'id', 'lease_end', 'lease_ms', 'renewing_until')
if not h[1] then
	if ARGV[2] == '' then return {'none'} end
	redis.call('HSET', KEYS[1], 'id', ARGV[2])
	h[1] = ARGV[2]
end
if h[2] then
	local length = tonumber(h[3])
	local renew_every = math.min(tonumber(ARGV[3]), length / 3)
	if now < tonumber(h[2]) - length + renew_every then return {'kept'} end
end
if h[4] and now < tonumber(h[4]) then return {'busy'} end
redis.call('HSET', KEYS[1], 'renewing_until', text(now + tonumber(ARGV[4])))
return {'renew', h[1], text(now), h[3] or ''}
`);

/**
 * Writes a lease down, counted from before the book was asked. KEYS: holder. ARGV: "", holder id, Redis' time then, length
 * in ms ("" when the book failed: only the right to ask is given up). Answers {"kept"} or {"none"} for another holder.
 */
export const WRITE_LEASE_SCRIPT = allowanceScript(`
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[2] then return {'none'} end
redis.call('HDEL', KEYS[1], 'renewing_until')
if ARGV[4] ~= '' then
	redis.call('HSET', KEYS[1], 'lease_ms', ARGV[4], 'lease_end', text(tonumber(ARGV[3]) + tonumber(ARGV[4])))
end
return {'kept'}
`);

/** Another holder in the place of one that was reaped. KEYS: holder. ARGV: "", old id, new id. */
export const REPLACE_HOLDER_SCRIPT = allowanceScript(`
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[2] then return {'none'} end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'id', ARGV[3])
return {'kept'}
`);

/**
 * Ends the holder when its last member left and no block is open.
 * KEYS: holder, blocks, members. Answers {"ended", holder} or {"none"}.
 */
export const RETIRE_HOLDER_SCRIPT = allowanceScript(`
local id = redis.call('HGET', KEYS[1], 'id')
if not id or redis.call('ZCARD', KEYS[2]) > 0 or redis.call('ZCARD', KEYS[3]) > 0 then return {'none'} end
redis.call('DEL', KEYS[1])
return {'ended', id}
`);
