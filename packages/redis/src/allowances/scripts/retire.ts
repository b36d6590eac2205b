import { allowanceScript } from "./prelude.ts";

/**
 * Ends a block of which something is held or free: what its holds leave when they end goes back with it. New holds are
 * taken from another block, which the book is asked for.
 *
 * KEYS: holder, blocks. ARGV: block prefix, allowance id. Answers {"ended"} or {"kept"}.
 */
export const RETIRE_SCRIPT = allowanceScript(`
local id = ARGV[2]
local key = BLOCK .. id
local b = redis.call('HMGET', key, 'holder', 'state', 'holds', 'free', 'pool')
local used = b[3] ~= '0' or b[4] ~= '0'
if not b[1] or b[1] ~= redis.call('HGET', KEYS[1], 'id') or b[2] ~= 'open' or not used then return {'kept'} end
if redis.call('GET', b[5]) == id then redis.call('DEL', b[5]) end
redis.call('HSET', key, 'state', 'ended')
if b[3] == '0' then redis.call('ZADD', KEYS[2], '0', id) end
return {'ended'}
`);
