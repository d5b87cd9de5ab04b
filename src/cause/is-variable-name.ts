const UNMISTAKABLE = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/;

/** Whether it is written as variables of an environment are, and little else is. */
export function isVariableName(name: string): boolean {
  return UNMISTAKABLE.test(name);
}
