export { checkPage } from "./check-page.ts";
export { CHROMIUM } from "./env.ts";
export { DESKTOP, openStage, PHONE, type Stage, type Visitor } from "./open-stage.ts";
