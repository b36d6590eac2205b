export * from "./accounts.ts";
export * from "./ledger.ts";
export * from "./mail.ts";
export * from "./members.ts";
export * from "./organisations.ts";
export * from "./signing-keys.ts";
export * from "./usage.ts";
export * from "./users.ts";
