import { Refusal } from "./refusal.ts";

/**
 * A call's arguments, from the query, a form, a multipart form or a JSON object. In forms every value is a string,
 * objects among them as JSON text: each method's schema knows which, nothing is decoded by its looks.
 */
export async function readArguments(request: Request): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === "GET") return query;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  switch (type) {
    case "application/x-www-form-urlencoded":
      return { ...query, ...Object.fromEntries(new URLSearchParams(await request.text())) };
    case "multipart/form-data":
      return { ...query, ...Object.fromEntries(await request.formData()) };
    case "application/json":
      return { ...query, ...jsonObject(await request.text()) };
    case undefined: {
      if ((await request.text()) === "") return query;
      throw new Refusal("missing_post_type");
    }
    default:
      throw new Refusal("invalid_post_type");
  }
}

function jsonObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal("invalid_json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal("json_not_object");
  return value;
}
