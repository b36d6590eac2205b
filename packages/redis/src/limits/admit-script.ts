/**
 * Both limits of one key in one step, with Redis' own clock.
 *
 * KEYS: 1 the rate's theoretical arrival time (µs), 2 the slots (a sorted set of permit ids by expiry in ms).
 * ARGV: 1 interval in µs ("0": no rate limit), 2 burst in µs, 3 most slots ("0": no limit), 4 permit id, 5 slot TTL in ms.
 * Answers {word, debt in µs, interval in µs}: "admitted", "rate" or "slots". The same arithmetic as `gcra`.
 */
export const ADMIT_SCRIPT = {
	namesAllKeys: true,
	source: `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local now_ms = math.floor(now / 1000)
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local most_slots, ttl = tonumber(ARGV[3]), tonumber(ARGV[5])
local debt = 0
if interval > 0 then
	local tat = tonumber(redis.call('GET', KEYS[1]) or '0')
	debt = math.min(math.max(tat - now, 0), burst)
end
local function answer(word) return {word, string.format('%.0f', debt)} end
if most_slots > 0 then
	redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now_ms))
	if redis.call('ZSCORE', KEYS[2], ARGV[4]) then return answer('admitted') end
end
if interval > 0 and debt + interval > burst then return answer('rate') end
if most_slots > 0 and redis.call('ZCARD', KEYS[2]) >= most_slots then return answer('slots') end
if interval > 0 then
	debt = debt + interval
	redis.call('SET', KEYS[1], string.format('%.0f', now + debt), 'PX', string.format('%.0f', math.ceil(debt / 1000)))
end
if most_slots > 0 then
	redis.call('ZADD', KEYS[2], string.format('%.0f', now_ms + ttl), ARGV[4])
	redis.call('PEXPIRE', KEYS[2], string.format('%.0f', ttl))
end
return answer('admitted')
`,
} as const;
