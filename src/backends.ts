import { Fault } from "./fault.ts";

export type BackendName = "jaeger" | "tempo" | "zipkin";

/** A store of traces: where it is, and what it wants to see before it answers. */
export interface Backend {
  readonly name: BackendName;
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Variables {
  readonly url: string;
  readonly token: string;
  readonly user: string;
  readonly password: string;
  readonly headers: string;
  /** Whose traces are read, where there are several tenants. */
  readonly tenant?: string;
}

const VARIABLES: Readonly<Record<BackendName, Variables>> = {
  jaeger: {
    url: "JAEGER_URL",
    token: "JAEGER_TOKEN",
    user: "JAEGER_USER",
    password: "JAEGER_PASSWORD",
    headers: "JAEGER_HEADERS",
  },
  tempo: {
    url: "TEMPO_URL",
    token: "TEMPO_TOKEN",
    user: "TEMPO_USER",
    password: "TEMPO_PASSWORD",
    headers: "TEMPO_HEADERS",
    tenant: "TEMPO_TENANT",
  },
  zipkin: {
    url: "ZIPKIN_URL",
    token: "ZIPKIN_TOKEN",
    user: "ZIPKIN_USER",
    password: "ZIPKIN_PASSWORD",
    headers: "ZIPKIN_HEADERS",
  },
};

type Env = Readonly<Record<string, string | undefined>>;
type Headers = Record<string, string>;

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** The stores of traces that an environment names, and what is wrong with how it does. */
export function readBackends(env: Env): {
  readonly backends: readonly Backend[];
  readonly mistakes: readonly string[];
} {
  const backends: Backend[] = [];
  const mistakes: string[] = [];
  for (const name of ["jaeger", "tempo", "zipkin"] as const) {
    const variables = VARIABLES[name];
    const url = settingOf(env, variables.url);
    if (url === null) continue;
    if (!URL.canParse(url) || !/^https?:\/\//.test(url)) {
      mistakes.push(`${variables.url} is no address that begins with http:// or https://`);
    } else if (new URL(url).username !== "") {
      mistakes.push(`${variables.url} holds a user: name it in ${variables.user} and ${variables.password}`);
    }
    const headers = headersFrom(env, variables);
    const wrong = Object.entries(headers).some(([key, value]) => !HEADER_NAME.test(key) || !HEADER_VALUE.test(value));
    if (wrong) mistakes.push(`${variables.headers}, or another of its variables, is no list of name=value`);
    if (settingOf(env, variables.user) !== null && settingOf(env, variables.password) === null) {
      mistakes.push(`${variables.password} is not set`);
    }
    backends.push({ name, url: url.replace(/\/+$/, ""), headers });
  }
  return { backends, mistakes };
}

/** The same, for whoever needs nothing else of the environment. Throws one fault that names every mistake. */
export function backendsFrom(env: Env): readonly Backend[] {
  const { backends, mistakes } = readBackends(env);
  if (mistakes.length > 0) throw new Fault("configuration", mistakes.join("\n"));
  return backends;
}

function settingOf(env: Env, name: string): string | null {
  return env[name]?.trim() || null;
}

/** Under names in lower case, so that none is sent twice. */
function headersFrom(env: Env, variables: Variables): Headers {
  const token = settingOf(env, variables.token);
  const user = settingOf(env, variables.user);
  const password = settingOf(env, variables.password) ?? "";
  const tenant = variables.tenant === undefined ? null : settingOf(env, variables.tenant);
  const headers = listed(settingOf(env, variables.headers) ?? "");
  if (token !== null) headers["authorization"] = `Bearer ${token}`;
  else if (user !== null) {
    headers["authorization"] = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  }
  // https://grafana.com/docs/tempo/latest/operations/manage-advanced-systems/multitenancy/
  if (tenant !== null) headers["x-scope-orgid"] = tenant;
  return headers;
}

/** `name=value,other=value`, as in OTEL_EXPORTER_OTLP_HEADERS: values may be percent-encoded. */
function listed(text: string): Headers {
  return Object.fromEntries(
    text.split(",").flatMap((pair): [string, string][] => {
      const [name = "", ...rest] = pair.split("=");
      if (pair.trim() === "") return [];
      return [[rest.length === 0 ? "" : name.trim().toLowerCase(), plain(rest.join("=").trim())]];
    }),
  );
}

function plain(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
