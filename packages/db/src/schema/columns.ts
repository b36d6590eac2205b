import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** An int8 column of nano-USD, bigint in TypeScript. */
export const nanoUsdColumn = (name: string) => bigint(name, { mode: "bigint" });

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** A count that may outgrow 32 bits. */
export const wideCount = (name: string) => bigint(name, { mode: "bigint" });
