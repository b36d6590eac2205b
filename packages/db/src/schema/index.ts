export * from "./accounts.ts";
export * from "./ledger.ts";
export * from "./mail.ts";
export * from "./usage.ts";
