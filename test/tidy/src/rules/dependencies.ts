import type { Finding, House, Rule, SourceFile, Workspace } from "../house/house.ts";

const BUILT_IN = /^(?:node:|bun$|bun:|cloudflare:|\.)/;

/** `@scope/name/deep` → `@scope/name`. */
export function packageOf(specifier: string): string {
	return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

export const importsAreDeclared: Rule = (house) => house.files.flatMap((file) => undeclaredImports(house, file));

function undeclaredImports(house: House, file: SourceFile): readonly Finding[] {
	const { workspace } = file;
	if (workspace === undefined) return [];
	const declared = new Set([workspace.name, ...workspace.dependencies, ...workspace.optionalDependencies]);
	if (file.forTests)
		for (const name of [...workspace.devDependencies, ...house.rootDevDependencies]) declared.add(name);
	return (file.syntax?.imports ?? [])
		.filter(({ specifier }) => !BUILT_IN.test(specifier) && !declared.has(packageOf(specifier)))
		.map(({ specifier, line }) => ({
			file: file.path,
			line,
			problem: `imports ${packageOf(specifier)}, which ${workspace.folder}/package.json does not declare`,
			remedy: file.forTests ? "Declare it in devDependencies" : "Declare it in dependencies",
		}));
}

export const declaredDependenciesAreUsed: Rule = (house) =>
	house.workspaces.flatMap((workspace) => {
		const files = house.files.filter((file) => file.workspace === workspace);
		// A workspace that has no source yet cannot use anything.
		if (!files.some(({ syntax }) => syntax !== undefined)) return [];
		return [...workspace.dependencies, ...workspace.devDependencies]
			.filter((name) => !name.startsWith("@types/") && !isUsed(name, workspace, files))
			.map((name) => ({
				file: `${workspace.folder}/package.json`,
				problem: `declares ${name}, which nothing there imports`,
				remedy: "Remove it",
			}));
	});

/** Imported, by a style too, named in a string (a platform's binary, a worker's entry), or run by an npm script. */
function isUsed(name: string, workspace: Workspace, files: readonly SourceFile[]): boolean {
	if (workspace.scripts.includes(name)) return true;
	return files.some(
		({ path, syntax, text }) =>
			(syntax !== undefined || path.endsWith(".css")) &&
			(syntax?.imports.some(({ specifier }) => packageOf(specifier) === name) || text.includes(`"${name}`)),
	);
}

/** An export that names a missing file fails only where it is first imported. */
export const exportsAreThere: Rule = ({ workspaces, files }) => {
	const paths = new Set(files.map(({ path }) => path));
	return workspaces.flatMap(({ folder, exports }) =>
		exports
			.filter((target) => !paths.has(`${folder}/${target.replace(/^\.\//, "")}`))
			.map((target) => ({
				file: `${folder}/package.json`,
				problem: `exports ${target}, which is not there`,
				remedy: "Remove the export",
			})),
	);
};

export const versionsAreExact: Rule = ({ files }) =>
	files
		.filter(({ path }) => path === "package.json" || path.endsWith("/package.json"))
		.flatMap(({ path, text }) => {
			const { dependencies, devDependencies, optionalDependencies } = JSON.parse(text) as Record<
				string,
				Readonly<Record<string, string>> | undefined
			>;
			return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
				.filter(([name, range]) => !name.startsWith("@turnpike/") && !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range))
				.map(([name, range]) => ({
					file: path,
					problem: `${name} is asked for as ${range}`,
					remedy: "Name one exact version",
				}));
		});
