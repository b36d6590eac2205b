import type { Operation, Parameter, ReferenceDocument } from "../../../api/reference.ts";
import { MemberList } from "./member-list.tsx";
import { Part } from "./part.tsx";
import { type Member, membersOf, type Schemas } from "./schema-members.ts";

interface AskedProps {
	readonly operation: Operation;
	readonly document: ReferenceDocument;
}

const TITLES: Readonly<Record<Parameter["in"], string>> = { path: "In the path", query: "Query", header: "Headers" };

/** What a request has in it. */
export function Asked({ operation, document }: AskedProps) {
	const { schemas } = document.components;
	const body = operation.requestBody?.content["application/json"]?.schema;
	return (
		<>
			{(["path", "query"] as const).map((place) => (
				<Parameters key={place} operation={operation} place={place} schemas={schemas} />
			))}
			{body && (
				<Part title="Body">
					<Members members={membersOf(body, schemas)} />
				</Part>
			)}
			<Parameters operation={operation} place="header" schemas={schemas} />
		</>
	);
}

const MANY_MEMBERS = 20;

/** Of very many, those that have something said of them come first; the others go by their names. */
function Members({ members }: { readonly members: readonly Member[] }) {
	if (members.length <= MANY_MEMBERS) return <MemberList members={members} />;
	const told = members.filter(({ description, required }) => required || description !== "");
	const others = members.filter((member) => !told.includes(member));
	return (
		<div className="flex flex-col gap-3">
			<MemberList members={told} />
			<details>
				<summary className="w-fit rounded-md font-medium text-accent-ink text-sm">{others.length} more members</summary>
				<div className="mt-3">
					<MemberList members={others} />
				</div>
			</details>
		</div>
	);
}

interface ParametersProps {
	readonly operation: Operation;
	readonly place: Parameter["in"];
	readonly schemas: Schemas;
}

function Parameters({ operation, place, schemas }: ParametersProps) {
	const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === place);
	if (parameters.length === 0) return null;
	return (
		<Part title={TITLES[place]}>
			<MemberList members={parameters.map((parameter) => memberOf(parameter, schemas))} />
		</Part>
	);
}

/** A parameter is a member of what it stands in. */
function memberOf({ name, required = false, description, schema }: Parameter, schemas: Schemas): Member {
	const object = { type: "object", properties: { [name]: schema }, ...(required && { required: [name] }) };
	const [member] = membersOf(object, schemas);
	if (!member) throw new Error("an object without its member");
	return { ...member, description: description ?? member.description };
}
