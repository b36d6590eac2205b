import { thousandStories } from "./thousand-stories.fixture.ts";

await thousandStories(1);
