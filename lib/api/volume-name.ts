/** What a volume's name must, rule by rule: names are typed in shells and stand in addresses. */
export const VOLUME_NAME_RULES = [
  { must: "be 1 to 63 characters long", holds: (name: string) => name.length >= 1 && name.length <= 63 },
  {
    must: "hold only letters, digits, dots, dashes and underscores",
    holds: (name: string) => /^[A-Za-z0-9._-]*$/.test(name),
  },
  {
    must: "start and end with a letter or digit",
    holds: (name: string) => /^[A-Za-z0-9]/.test(name) && /[A-Za-z0-9]$/.test(name),
  },
  // Clients take whatever starts so for an id, and would never look it up by name.
  { must: "not start with vol_, which marks an id", holds: (name: string) => !name.startsWith("vol_") },
] as const;

/** Why `name` cannot be a volume's, or null when it can. */
export function volumeNameProblem(name: string): string | null {
  const broken = VOLUME_NAME_RULES.find((rule) => !rule.holds(name));
  return broken === undefined ? null : `must ${broken.must}`;
}
