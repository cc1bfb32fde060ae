/** Words joined by spaces, the empty ones left out: class lists and aria-describedby lists. */
export function joindre(...parts: (string | false | null | undefined)[]): string | undefined {
  const kept = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return kept.length > 0 ? kept.join(' ') : undefined;
}
