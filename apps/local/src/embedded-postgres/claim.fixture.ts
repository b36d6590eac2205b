// A process for the tests: tries to claim argv[2], says what came of it in one line, and holds on until it is killed.
import { claim } from "./claim.ts";

const [, , directory = "", purpose = "start"] = process.argv;
const result = await claim(directory, purpose === "admin" ? "admin" : "start");
console.log(JSON.stringify(result.held ? { held: true } : result));
if (result.held) setInterval(() => {}, 60_000);
