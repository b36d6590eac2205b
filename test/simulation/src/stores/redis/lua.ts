import { RedisError, type RedisReply } from "@turnpike/redis";
import { lauxlib, lua, lualib, type State, to_luastring } from "fengari";

const REGISTRY = lua.LUA_REGISTRYINDEX;

/** Redis' Lua counts in doubles; this one has whole numbers of 32 bits as well, which must never be met. */
const DOUBLES = `
local to = tonumber
tonumber = function(value) local number = to(value); return number and number + 0.0 end
`;

type Call = (name: string, args: readonly string[]) => RedisReply;

/** Runs Redis' scripts: the production code's own Lua, on a Lua in JavaScript. */
export class LuaScripts {
	readonly #state: State = lauxlib.luaL_newstate();
	readonly #loaded = new Map<string, number>();
	#call: Call = () => null;

	constructor() {
		lualib.luaL_openlibs(this.#state);
		lauxlib.luaL_dostring(this.#state, to_luastring(DOUBLES));
		lua.lua_createtable(this.#state, 0, 1);
		lua.lua_pushcfunction(this.#state, (state) => this.#redisCall(state));
		lua.lua_setfield(this.#state, -2, to_luastring("call"));
		lua.lua_setglobal(this.#state, to_luastring("redis"));
	}

	/** @throws RedisError when the script fails. */
	run(source: string, keys: readonly string[], args: readonly string[], call: Call): RedisReply {
		const state = this.#state;
		this.#call = call;
		setGlobalList(state, "KEYS", keys);
		setGlobalList(state, "ARGV", args);
		lua.lua_rawgeti(state, REGISTRY, this.#functionOf(source));
		if (lua.lua_pcall(state, 0, 1, 0) !== lua.LUA_OK) {
			const problem = lua.lua_tojsstring(state, -1);
			lua.lua_pop(state, 1);
			throw new RedisError(`ERR ${problem}`);
		}
		const reply = toReply(state);
		lua.lua_pop(state, 1);
		return reply;
	}

	#functionOf(source: string): number {
		const known = this.#loaded.get(source);
		if (known !== undefined) return known;
		if (lauxlib.luaL_loadstring(this.#state, to_luastring(source)) !== lua.LUA_OK) {
			throw new RedisError(`ERR ${lua.lua_tojsstring(this.#state, -1)}`);
		}
		const reference = lauxlib.luaL_ref(this.#state, REGISTRY);
		this.#loaded.set(source, reference);
		return reference;
	}

	#redisCall(state: State): number {
		const args = Array.from({ length: lua.lua_gettop(state) }, (_, at) => lua.lua_tojsstring(state, at + 1));
		const [name = "", ...rest] = args;
		try {
			push(state, this.#call(name, rest));
			return 1;
		} catch (error) {
			lua.lua_pushstring(state, to_luastring(String(error)));
			return lua.lua_error(state);
		}
	}
}

function setGlobalList(state: State, name: string, values: readonly string[]): void {
	push(state, values);
	lua.lua_setglobal(state, to_luastring(name));
}

/** As Redis converts replies for scripts: nothing is `false`. */
function push(state: State, reply: RedisReply): void {
	if (reply === null) lua.lua_pushboolean(state, false);
	else if (typeof reply === "string") lua.lua_pushstring(state, to_luastring(reply));
	else if (typeof reply === "number") lua.lua_pushnumber(state, reply);
	else pushList(state, reply);
}

function pushList(state: State, reply: readonly RedisReply[]): void {
	lua.lua_createtable(state, reply.length, 0);
	for (const [index, one] of reply.entries()) {
		push(state, one);
		lua.lua_rawseti(state, -2, index + 1);
	}
}

/** As Redis converts what a script returns: numbers lose their fraction, a list ends at its first nil. */
function toReply(state: State): RedisReply {
	switch (lua.lua_type(state, -1)) {
		case lua.LUA_TSTRING:
			return lua.lua_tojsstring(state, -1);
		case lua.LUA_TNUMBER:
			return Math.trunc(lua.lua_tonumber(state, -1));
		case lua.LUA_TBOOLEAN:
			return lua.lua_toboolean(state, -1) ? 1 : null;
		case lua.LUA_TTABLE: {
			const list: RedisReply[] = [];
			for (let at = 1; lua.lua_rawgeti(state, -1, at) !== lua.LUA_TNIL; at++) {
				list.push(toReply(state));
				lua.lua_pop(state, 1);
			}
			lua.lua_pop(state, 1);
			return list;
		}
		default:
			return null;
	}
}
