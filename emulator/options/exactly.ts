import type { z } from 'zod';

/**
 * Ties a schema to a type of the library: a field that only one of them has, or that differs in them, does not
 * compile. Whether something may be changed does not count, since JSON knows no such thing.
 */
export function exactly<Type>(): <Schema extends z.ZodType>(
  schema: Schema & Same<z.output<Schema>, Type>,
) => Schema {
  return (schema) => schema;
}

/** The same for what a schema takes. The types are written by hand, since users read them beside their explanations. */
export function takes<Type>(): <Schema extends z.ZodType>(
  schema: Schema & Same<z.input<Schema>, Type>,
) => Schema {
  return (schema) => schema;
}

/** Asks nothing where the types are the same, and for what can't be had where they differ. */
type Same<Read, Type> =
  Equal<Changeable<Read>, Changeable<Type>> extends true ? unknown : { readonly differsFrom: Type };

/** Assignability alone would overlook a field that may be left out. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Any JSON stays as it is: its type has no end. */
type Changeable<T> = [z.core.util.JSONType] extends [T]
  ? T
  : { -readonly [Key in keyof T]: Changeable<T[Key]> };
