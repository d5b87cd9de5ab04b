import { z } from "zod";
import type { Catalog, Knowledge } from "./catalog.ts";
import { parseArn, plainName } from "./services/arn.ts";
import { placeOfArn } from "./services/place-of-arn.ts";
import type { Service } from "./services/service.ts";
import { facesOf } from "./services/table.ts";
import { mistakesIn, type YamlDocument, yamlDocuments } from "./yaml-file.ts";

/** The sections of a catalog that hold resources by name. */
type Section = "apis" | NonNullable<Service["catalog"]>;

interface Target {
  readonly section: Section;
  readonly name: string;
}

/** What an entity says of itself, and which resources of AWS it is. */
interface Entity {
  readonly ref: string;
  readonly targets: readonly Target[];
  readonly says: Knowledge;
  readonly provides: readonly string[];
  readonly dependsOn: readonly string[];
  /** `file:line`. */
  readonly where: string;
}

/** Kinds that can be a resource, or stand for some. Of the others (groups, users, templates, locations) nothing is read. */
const KINDS = new Set(["component", "api", "resource", "system"]);
const OWN = "wake-or-wait/";
/** Annotations that other tools read: of Backstage's AWS module, and of Roadie's plug-in for functions. */
const ARNS = ["amazonaws.com/arn", "aws.amazon.com/arn"] as const;
const FUNCTION = "aws.com/lambda-function-name";

const references = z.array(z.string()).optional();
const yesOrNo = z.enum(["true", "false"], 'write "true" or "false", in quotes').optional();
/** https://backstage.io/docs/features/software-catalog/descriptor-format: as far as it is read, and nothing forbidden. */
const Descriptor = z.looseObject({
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().min(1).default("default"),
    annotations: z
      .looseObject({
        "amazonaws.com/arn": z.string().optional(),
        "aws.amazon.com/arn": z.string().optional(),
        "aws.com/lambda-function-name": z.string().optional(),
        "pagerduty.com/service-id": z.string().optional(),
        "wake-or-wait/arns": z.string().optional(),
        "wake-or-wait/customer-facing": yesOrNo,
        "wake-or-wait/business-critical": yesOrNo,
        "wake-or-wait/runbook": z.string().optional(),
      })
      .default({}),
    labels: z.record(z.string(), z.string()).default({}),
    tags: z.array(z.string()).default([]),
    links: z
      .array(z.looseObject({ url: z.string(), title: z.string().optional(), type: z.string().optional() }))
      .default([]),
  }),
  spec: z
    .looseObject({ owner: z.string().optional(), providesApis: references, dependsOn: references })
    .default({ owner: undefined }),
});
type Descriptor = z.infer<typeof Descriptor>;
const Kinded = z.looseObject({ apiVersion: z.string(), kind: z.string() });

/**
 * The catalog, with what Backstage's descriptors tell beside it: the catalog's own word goes before theirs. Nothing is guessed from
 * a lifecycle or a type. What an entity does not say is taken from the components that provide it, if they all say the same, and,
 * but for whom it faces, from those that depend on it. With mistakes, each with file and line, the catalog is as it was.
 */
export function withBackstage(
  catalog: Catalog,
  files: readonly { readonly file: string; readonly text: string }[],
): { readonly catalog: Catalog; readonly mistakes: readonly string[] } {
  const mistakes: string[] = [];
  const entities: Entity[] = [];
  for (const { file, text } of files) {
    const read = yamlDocuments(text, file);
    mistakes.push(...read.mistakes);
    for (const document of read.documents) {
      const entity = entityIn(document, file, catalog);
      if (entity !== null && "ref" in entity) entities.push(entity);
      else mistakes.push(...(entity ?? []));
    }
  }
  const told = toldOf(entities, mistakes);
  return mistakes.length > 0 ? { catalog, mistakes } : { catalog: merged(catalog, told), mistakes };
}

/** The entity of a document, or its mistakes; null for what is not read. */
function entityIn(document: YamlDocument, file: string, catalog: Catalog): Entity | readonly string[] | null {
  if (document.data === null) return null;
  const kinded = Kinded.safeParse(document.data);
  if (!kinded.success) return mistakesIn(kinded.error, document, file);
  const kind = kinded.data.kind.toLowerCase();
  if (!kinded.data.apiVersion.startsWith("backstage.io/") || !KINDS.has(kind)) return null;
  const parsed = Descriptor.safeParse(document.data);
  if (!parsed.success) return mistakesIn(parsed.error, document, file);
  const { metadata, spec } = parsed.data;
  const known = targetsOf(parsed.data, kind, catalog);
  const line = document.lineOf(["metadata", "name"]);
  if (known.unknown.length > 0) {
    const at = document.lineOf(["metadata", "annotations", `${OWN}arns`]);
    return known.unknown.map(
      (arn) => `${file}:${at}: metadata.annotations.${OWN}arns: ${arn} names nothing that is read`,
    );
  }
  const here = metadata.namespace;
  return {
    ref: `${kind}:${here}/${metadata.name}`.toLowerCase(),
    targets: known.targets,
    says: knowledgeIn(parsed.data, catalog),
    provides: (spec.providesApis ?? []).map((ref) => fullReference(ref, "api", here)),
    dependsOn: (spec.dependsOn ?? []).map((ref) => fullReference(ref, "component", here)),
    where: `${file}:${line}`,
  };
}

/** `[kind:][namespace/]name`: https://backstage.io/docs/features/software-catalog/references */
function fullReference(ref: string, kind: string, namespace: string): string {
  const [, ofKind = kind, ofNamespace = namespace, name = ref] = /^(?:([^:/]+):)?(?:([^:/]+)\/)?(.+)$/.exec(ref) ?? [];
  return `${ofKind}:${ofNamespace}/${name}`.toLowerCase();
}

function targetsOf(
  { metadata: { name, annotations } }: Descriptor,
  kind: string,
  catalog: Catalog,
): { targets: Target[]; unknown: string[] } {
  const own = (annotations[`${OWN}arns`] ?? "").split(/[\s,]+/).filter(Boolean);
  const targets: Target[] = [];
  const unknown: string[] = [];
  for (const arn of own) {
    const target = targetOfArn(arn, name, catalog);
    if (target === null) unknown.push(arn);
    else targets.push(target);
  }
  // What others annotate may be an account, or of a service that has no hops.
  for (const annotation of ARNS) {
    const target = targetOfArn(annotations[annotation] ?? "", name, catalog);
    if (target !== null) targets.push(target);
  }
  const functions = (annotations[FUNCTION] ?? "").split(/[\s,]+/).filter(Boolean);
  for (const one of functions) targets.push({ section: "functions", name: plainName(one) });
  // An API of the catalog that has the name of the entity is the same, where nothing says otherwise.
  if (targets.length === 0 && kind === "api" && Object.hasOwn(catalog.apis, name))
    targets.push({ section: "apis", name });
  return { targets, unknown };
}

/** API Gateway's ARNs hold an id and no name: the API is called what the catalog calls it, else as the entity. */
function targetOfArn(text: string, entity: string, { apis }: Catalog): ApiTarget | Target | null {
  const resource = parseArn(text)?.resource ?? "";
  const api = /^\/(?:restapis|apis)\/([^/]+)/.exec(resource)?.[1];
  if (api !== undefined) {
    const named = Object.entries(apis).find(([name, { ids }]) => name === api || ids.includes(api))?.[0];
    return { section: "apis", name: named ?? entity, id: api };
  }
  if (/^(rule|schedule)\//.test(resource)) return { section: "schedules", name: plainName(text, "last") };
  const place = placeOfArn(text);
  const section =
    place === null ? undefined : facesOf(place.service).find((face) => face.catalog !== undefined)?.catalog;
  return place === null || section === undefined ? null : { section, name: place.resource };
}

interface ApiTarget extends Target {
  readonly id: string;
}

function knowledgeIn({ metadata, spec }: Descriptor, { backstage }: Catalog): Knowledge {
  const { annotations, tags, labels, links } = metadata;
  const words = new Set([...tags, ...Object.entries(labels).map(([name, value]) => `${name}=${value}`)]);
  const said = (annotation: string | undefined, listed: readonly string[]): boolean | undefined =>
    annotation === undefined ? listed.some((word) => words.has(word)) || undefined : annotation === "true";
  const runbook = links.find(({ type, title }) => type === "runbook" || /\b(runbook|playbook)\b/i.test(title ?? ""));
  return {
    customerFacing: said(annotations[`${OWN}customer-facing`], backstage.customerFacing),
    businessCritical: said(annotations[`${OWN}business-critical`], backstage.businessCritical),
    owner: spec.owner?.replace(/^.*[:/]/, ""),
    runbook: annotations[`${OWN}runbook`] ?? runbook?.url,
    pagerdutyService: annotations["pagerduty.com/service-id"],
  };
}

/** What can be told of each resource. Two entities that contradict one another are a mistake. */
function toldOf(entities: readonly Entity[], mistakes: string[]): Map<string, Told> {
  const providers = byReference(entities, ({ provides }) => provides);
  const dependents = byReference(entities, ({ dependsOn }) => dependsOn);
  const told = new Map<string, Told>();
  for (const entity of entities) {
    const says = inherited(entity.says, providers.get(entity.ref) ?? [], dependents.get(entity.ref) ?? []);
    for (const target of entity.targets) {
      const key = `${target.section}\n${target.name}`;
      const before = told.get(key);
      const twice =
        before === undefined ? undefined : FIELDS.find((field) => contradict(before.says[field], says[field]));
      if (before !== undefined && twice !== undefined) {
        const others = `${before.where} says ${String(before.says[twice])}`;
        mistakes.push(`${entity.where}: ${twice} of ${target.name} is ${String(says[twice])} here, and ${others}`);
      }
      told.set(key, {
        target,
        says: { ...set(says), ...set(before?.says ?? {}) },
        where: before?.where ?? entity.where,
      });
    }
  }
  return told;
}

function byReference(
  entities: readonly Entity[],
  refs: (entity: Entity) => readonly string[],
): ReadonlyMap<string, readonly Entity[]> {
  const found = new Map<string, Entity[]>();
  for (const entity of entities) {
    for (const ref of refs(entity)) {
      const known = found.get(ref);
      if (known === undefined) found.set(ref, [entity]);
      else known.push(entity);
    }
  }
  return found;
}

interface Told {
  readonly target: Target | ApiTarget;
  readonly says: Knowledge;
  readonly where: string;
}

const FIELDS = ["customerFacing", "businessCritical", "owner", "runbook", "pagerdutyService"] as const;

function contradict(one: unknown, other: unknown): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function inherited(own: Knowledge, providers: readonly Entity[], dependents: readonly Entity[]): Knowledge {
  const facing = own.customerFacing ?? agreed(providers, "customerFacing");
  const critical =
    own.businessCritical ?? agreed(providers, "businessCritical") ?? agreed(dependents, "businessCritical");
  return {
    ...own,
    customerFacing: facing,
    businessCritical: critical,
    runbook: own.runbook ?? agreed(providers, "runbook") ?? agreed(dependents, "runbook"),
    pagerdutyService: own.pagerdutyService ?? agreed(providers, "pagerdutyService"),
  };
}

/** What all of some entities say alike; one that says nothing does not agree. */
function agreed<F extends keyof Knowledge>(entities: readonly Entity[], field: F): Knowledge[F] | undefined {
  const [first] = entities;
  const value = first?.says[field];
  return entities.every(({ says }) => says[field] === value) ? value : undefined;
}

/** The fields that say something. */
function set(knowledge: Knowledge): Knowledge {
  return Object.fromEntries(Object.entries(knowledge).filter(([, value]) => value !== undefined));
}

function merged(catalog: Catalog, told: ReadonlyMap<string, Told>): Catalog {
  const result = structuredClone(catalog);
  for (const { target, says } of told.values()) {
    if (target.section === "apis") {
      const own = Object.hasOwn(result.apis, target.name) ? result.apis[target.name] : undefined;
      const ids =
        "id" in target && target.id !== target.name ? [...new Set([...(own?.ids ?? []), target.id])] : own?.ids;
      put(result.apis, target.name, { routes: {}, ...set(says), ...own, ids: ids ?? [] });
    } else {
      const section = result[target.section];
      const own = Object.hasOwn(section, target.name) ? section[target.name] : undefined;
      put(section, target.name, { entry: false, ...set(says), ...own });
    }
  }
  return result;
}

/** Defines rather than assigns: a resource called `__proto__` is one like any other. */
function put<T>(section: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(section, name, { value, writable: true, enumerable: true, configurable: true });
}
