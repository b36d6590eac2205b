export { buildConsole, CONSOLE_DIST, isBuilt } from "./build-console.ts";
