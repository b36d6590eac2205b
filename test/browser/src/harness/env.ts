/** The browser the tests were given: the path of a Chromium; without one they are skipped. */
export const CHROMIUM = process.env.TEST_CHROMIUM || undefined;
