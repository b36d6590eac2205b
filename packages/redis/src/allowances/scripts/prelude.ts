import type { Script } from "../../client/script.ts";

/**
 * What the allowance scripts have in common. KEYS[1] is always the holder, ARGV[1] the prefix of blocks' keys.
 *
 * - `now`: Redis' clock in ms. All processes of one Redis measure the lease and every deadline by this one.
 * - `text(n)`: a whole number as text. Lua's own conversion rounds to 14 digits; amounts are below 2^53, so doubles hold
 *   them exactly and `%.0f` writes them exactly.
 * - `add(key, field, n)`: exact addition by Redis itself, on 64-bit integers.
 * - `spender(margin)`: the holder's id while its lease lets it spend, else nil.
 * - `standing(word, id)`: what a grant must know of a block, as an answer that begins with `word`.
 * - `take(id, hold, amount, ttl)`: takes a hold out of a block that has room for it. Needs the same KEYS.
 * - `grow(holder, hold, amount)`: raises a hold to an amount: 'held', 'short' and what is free, or 'gone'. Needs KEYS[2].
 * - `end_hold(hold, charge)`: ends a hold, once; charge nil means all of it. Needs KEYS[2] = holds, KEYS[3] = deadlines,
 *   KEYS[4] = blocks.
 */
const PRELUDE = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local BLOCK = ARGV[1]
local function text(n) return string.format('%.0f', n) end
local function add(key, field, n) if n ~= 0 then redis.call('HINCRBY', key, field, text(n)) end end
local function spender(margin)
	local holder = redis.call('HMGET', KEYS[1], 'id', 'lease_end')
	if not holder[1] or not holder[2] or now >= tonumber(holder[2]) - tonumber(margin) then return nil end
	return holder[1]
end
local function standing(word, id)
	local b = redis.call('HMGET', BLOCK .. id, 'holder', 'granted', 'free', 'spent', 'returned', 'recent', 'recent_before')
	local held = tonumber(b[2]) - tonumber(b[3]) - tonumber(b[4]) - tonumber(b[5])
	return {word, id, b[1], b[2], b[3], text(held), text(math.max(tonumber(b[6]), tonumber(b[7])))}
end
local function measure(key, charge)
	local since = now - tonumber(redis.call('HGET', key, 'recent_at'))
	if since >= 30000 then
		local before = since < 60000 and redis.call('HGET', key, 'recent') or '0'
		redis.call('HSET', key, 'recent_before', before, 'recent', '0', 'recent_at', text(now))
	end
	add(key, 'recent', charge)
end
local function take(id, hold, amount, ttl)
	local key = BLOCK .. id
	add(key, 'free', -amount)
	redis.call('HINCRBY', key, 'holds', '1')
	redis.call('HSET', key, 'used_at', text(now))
	redis.call('ZADD', KEYS[4], text(now), id)
	redis.call('HSET', KEYS[2], hold, id .. ' ' .. text(amount))
	redis.call('ZADD', KEYS[3], text(now + ttl), hold)
end
local function grow(holder, hold, amount)
	local record = redis.call('HGET', KEYS[2], hold)
	if not record then return 'gone' end
	local id, before = string.match(record, '^(%S+) (%d+)$')
	local key = BLOCK .. id
	local b = redis.call('HMGET', key, 'holder', 'free')
	if b[1] ~= holder then return 'gone' end
	local more = amount - tonumber(before)
	if more <= 0 then return 'held' end
	if tonumber(b[2]) < more then return 'short', b[2] end
	add(key, 'free', -more)
	redis.call('HSET', key, 'used_at', text(now))
	redis.call('HSET', KEYS[2], hold, id .. ' ' .. text(amount))
	return 'held'
end
local function end_hold(hold, charge)
	local record = redis.call('HGET', KEYS[2], hold)
	redis.call('ZREM', KEYS[3], hold)
	if not record then return false end
	redis.call('HDEL', KEYS[2], hold)
	local id, amount = string.match(record, '^(%S+) (%d+)$')
	local key = BLOCK .. id
	if redis.call('EXISTS', key) == 0 then return false end
	amount = tonumber(amount)
	charge = charge or amount
	add(key, 'free', amount - charge)
	add(key, 'spent', charge)
	measure(key, charge)
	redis.call('HSET', key, 'used_at', text(now))
	local left = redis.call('HINCRBY', key, 'holds', '-1')
	local over = left == 0 and redis.call('HGET', key, 'state') == 'ended'
	redis.call('ZADD', KEYS[4], over and '0' or text(now), id)
	return true
end
`;

/** A script over blocks: it derives their names from what it finds, so it cannot name all its keys beforehand. */
export function allowanceScript(body: string): Script {
	return { source: PRELUDE + body, namesAllKeys: false };
}
