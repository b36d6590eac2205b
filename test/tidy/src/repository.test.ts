import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildHouse } from "./house/build-house.ts";
import { formatFinding, type Rule } from "./house/house.ts";
import { readTree } from "./house/read-tree.ts";
import { zodComesInParts } from "./rules/bundles.ts";
import { noImportCycles } from "./rules/cycles.ts";
import {
	declaredDependenciesAreUsed,
	exportsAreThere,
	importsAreDeclared,
	versionsAreExact,
} from "./rules/dependencies.ts";
import {
	everyPackageHasAFloor,
	importsGoDown,
	lowFloorsArePure,
	noRelativeImportLeavesItsPackage,
	productionImportsNoTests,
} from "./rules/floors.ts";
import { fewFilesAreLong, filesAreShort, functionsFitAScreen } from "./rules/sizes.ts";
import { environmentIsReadInOnePlace, everyFileParses, moneyIsNoFloat, typesAreStrict } from "./rules/strictness.ts";
import { everyPackageHasAReadme, noDrawers, nothingIsLeftToDo, nothingOfOneMachine } from "./rules/words.ts";

const RULES: Readonly<Record<string, Rule>> = {
	"every file parses": everyFileParses,
	"every package is on a floor": everyPackageHasAFloor,
	"imports only go down, and no app imports another but the composition": importsGoDown,
	"no relative import leaves its package": noRelativeImportLeavesItsPackage,
	"what ships imports nothing that is for tests": productionImportsNoTests,
	"floors 0 to 2 are given time, randomness, environment and stores": lowFloorsArePure,
	"every import is declared": importsAreDeclared,
	"every declared dependency is used": declaredDependenciesAreUsed,
	"what a package exports is there": exportsAreThere,
	"every version is exact": versionsAreExact,
	"zod comes in parts": zodComesInParts,
	"no file imports itself in a circle": noImportCycles,
	"no file has more than 400 lines": filesAreShort,
	"nine files of ten have at most 200 lines": fewFilesAreLong,
	"no function has more than 70 lines": functionsFitAScreen,
	"the environment is read in env.ts alone": environmentIsReadInOnePlace,
	"no any, and no assertion that something is there": typesAreStrict,
	"no amount of money becomes a float": moneyIsNoFloat,
	"no file or folder is a drawer": noDrawers,
	"nothing is left to do": nothingIsLeftToDo,
	"nothing names one machine or registry": nothingOfOneMachine,
	"every package has a README": everyPackageHasAReadme,
};

const house = buildHouse(readTree(join(import.meta.dirname, "../../..")));

describe("the repository", () => {
	test("was read", () => {
		expect(house.files.length).toBeGreaterThan(100);
		expect(house.workspaces.map(({ folder }) => folder)).toContain("packages/money");
	});

	test.each(Object.entries(RULES))("%s", (_, rule) => {
		expect(rule(house).map(formatFinding)).toEqual([]);
	});
});
