/** What is used here of fengari, a Lua 5.3 in JavaScript that comes without types. */
declare module "fengari" {
	export interface State {
		readonly fengari: never;
	}
	type LuaString = Uint8Array;
	export function to_luastring(text: string): LuaString;
	export const lua: {
		readonly LUA_OK: number;
		readonly LUA_REGISTRYINDEX: number;
		readonly LUA_TNIL: number;
		readonly LUA_TBOOLEAN: number;
		readonly LUA_TNUMBER: number;
		readonly LUA_TSTRING: number;
		readonly LUA_TTABLE: number;
		lua_call(L: State, args: number, results: number): void;
		lua_createtable(L: State, list: number, record: number): void;
		lua_error(L: State): number;
		lua_gettop(L: State): number;
		lua_pcall(L: State, args: number, results: number, handler: number): number;
		lua_pop(L: State, count: number): void;
		lua_pushboolean(L: State, value: boolean): void;
		lua_pushcfunction(L: State, call: (L: State) => number): void;
		lua_pushnumber(L: State, value: number): void;
		lua_pushstring(L: State, value: LuaString): void;
		lua_pushvalue(L: State, index: number): void;
		lua_rawgeti(L: State, index: number, at: number): number;
		lua_rawlen(L: State, index: number): number;
		lua_rawseti(L: State, index: number, at: number): void;
		lua_setfield(L: State, index: number, name: LuaString): void;
		lua_setglobal(L: State, name: LuaString): void;
		lua_toboolean(L: State, index: number): boolean;
		lua_tojsstring(L: State, index: number): string;
		lua_tonumber(L: State, index: number): number;
		lua_type(L: State, index: number): number;
	};
	export const lauxlib: {
		luaL_dostring(L: State, source: LuaString): boolean | number;
		luaL_loadstring(L: State, source: LuaString): number;
		luaL_newstate(): State;
		luaL_ref(L: State, table: number): number;
		luaL_unref(L: State, table: number, reference: number): void;
	};
	export const lualib: { luaL_openlibs(L: State): void };
}
