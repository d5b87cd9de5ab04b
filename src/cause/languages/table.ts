import { dotnet } from "./dotnet.ts";
import { go } from "./go.ts";
import { java } from "./java.ts";
import { javascript } from "./javascript.ts";
import type { Language } from "./language.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";

/** Every language, in the order in which an error is shown to them: the first that knows its words or its frames has it. */
export const LANGUAGES: readonly Language[] = [javascript, python, java, go, ruby, dotnet];
