type Options = { signal?: AbortSignal; fields?: readonly string[] };

/** A read of all that is known, or of some fields of it. */
export const fieldsCall = ({ signal, fields }: Options) => ({
  signal,
  query: fields === undefined ? { include: "actions" } : { fields: fields.join(",") },
});
