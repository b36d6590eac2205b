export { type ConnectOptions, connect, type Database, type Queries } from "./connect.ts";
export { migrate } from "./migrate.ts";
