/** How many messages one call may have. */
export const MAX_MESSAGES = 10_000;
