import { allowancesContract } from "./contract/index.ts";
import { HARNESS } from "./testing/driven-clock.fixture.ts";

allowancesContract("in process memory", HARNESS);
