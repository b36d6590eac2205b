export { type AnswersHarness, answersContract } from "./answers.contract.ts";
