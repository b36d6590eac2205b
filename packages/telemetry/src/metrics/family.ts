/** Label values of one series, in the order of its family's label names. */
export type LabelValues = readonly string[];

/** What stands in every label of the series that collects what is too many to tell apart. */
export const OVERFLOW_LABEL = "other";
/** A label that follows what callers send (a model, a route) must not be able to fill the memory. */
const MAX_SERIES = 2_000;

export type MetricKind = "counter" | "gauge" | "histogram";

/** One metric: a name, its help, and a series for each combination of label values that occurred. */
export interface Family<Series> {
	readonly kind: MetricKind;
	readonly name: string;
	readonly help: string;
	readonly labels: readonly string[];
	readonly series: ReadonlyMap<string, Labelled<Series>>;
	/**
	 * The series of up to three label values, made when it first occurs. Looking up one that exists allocates nothing;
	 * a caller on the hot path may also keep it.
	 */
	of(first?: string, second?: string, third?: string): Series;
}

export interface Labelled<Series> {
	readonly values: LabelValues;
	readonly series: Series;
}

export interface FamilyOptions {
	readonly name: string;
	readonly help: string;
	/** At most three. */
	readonly labels?: readonly string[];
}

type Branch<Series> = Map<string, Map<string, Map<string, Series>>>;

export function createFamily<Series>(kind: MetricKind, options: FamilyOptions, make: () => Series): Family<Series> {
	const labels = options.labels ?? [];
	checkNames(options.name, labels);
	const series = new Map<string, Labelled<Series>>();
	const tree: Branch<Series> = new Map();

	function create(first: string, second: string, third: string): Series {
		const full = series.size >= MAX_SERIES;
		const values = labels.map((_, index) => (full ? OVERFLOW_LABEL : ([first, second, third][index] ?? "")));
		const key = values.join("\u0000");
		const known = series.get(key)?.series;
		const made = known ?? make();
		if (known === undefined) series.set(key, { values, series: made });
		if (!full) plant(tree, first, second, third, made);
		return made;
	}

	return {
		kind,
		name: options.name,
		help: options.help,
		labels,
		series,
		of: (first = "", second = "", third = "") =>
			tree.get(first)?.get(second)?.get(third) ?? create(first, second, third),
	};
}

function plant<Series>(tree: Branch<Series>, first: string, second: string, third: string, series: Series): void {
	const branch = tree.get(first) ?? new Map<string, Map<string, Series>>();
	const twig = branch.get(second) ?? new Map<string, Series>();
	twig.set(third, series);
	branch.set(second, twig);
	tree.set(first, branch);
}

function checkNames(name: string, labels: readonly string[]): void {
	if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new RangeError(`not a metric name in snake case: ${name}`);
	if (labels.length > 3) throw new RangeError(`${name} has ${labels.length} labels; three are the most`);
	for (const label of labels) {
		if (!/^[a-z][a-z0-9_]*$/.test(label) || label === "le") throw new RangeError(`not a label name: ${label}`);
	}
}
