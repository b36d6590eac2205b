import { allowanceScript } from "./prelude.ts";

/**
 * Raises a hold to an amount; raising it twice to the same one changes nothing.
 *
 * KEYS: holder, holds. ARGV: block prefix, lease margin, hold id, the amount it shall have.
 * Answers {"held"}, {"lease"}, {"gone"} for a hold that ended or expired, or {"short", free}.
 */
export const EXTEND_SCRIPT = allowanceScript(`
local holder = spender(ARGV[2])
if not holder then return {'lease'} end
local record = redis.call('HGET', KEYS[2], ARGV[3])
if not record then return {'gone'} end
local id, amount = string.match(record, '^(%S+) (%d+)$')
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'holder', 'free')
if b[1] ~= holder then return {'gone'} end
local more = tonumber(ARGV[4]) - tonumber(amount)
if more <= 0 then return {'held'} end
if tonumber(b[2]) < more then return {'short', b[2]} end
add(key, 'free', -more)
redis.call('HSET', key, 'used_at', text(now))
redis.call('HDEL', key, 'kept_until')
redis.call('HSET', KEYS[2], ARGV[3], id .. ' ' .. ARGV[4])
return {'held'}
`);
