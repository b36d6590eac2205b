export { FrameSplitter, MAX_FRAME_LENGTH } from "./frame-splitter.ts";
export { dataOf, eventOf, withData } from "./read-frame.ts";
