export { checkAccess } from "./check-access.ts";
export { checkPage } from "./check-page.ts";
export { CHROMIUM } from "./env.ts";
export { consoleIsServed, DESKTOP, openStage, PHONE, type Stage, type Visitor } from "./open-stage.ts";
export { callAs, giveCreditTo, linkIn, mailsTo, mailTo, newPerson, PASSWORD, type Person, signUp } from "./people.ts";
export { pressByKey, tabTo, typeInto } from "./tab-to.ts";
