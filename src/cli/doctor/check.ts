/** What a check found. */
export interface Check {
  readonly etat: 'bon' | 'attention' | 'echec';
  readonly message: string;
  /** What to do about it. */
  readonly remede?: string;
}

export const bon = (message: string): Check => ({ etat: 'bon', message });
export const attention = (message: string, remede: string): Check => ({
  etat: 'attention',
  message,
  remede,
});
export const echec = (message: string, remede: string): Check => ({ etat: 'echec', message, remede });

/** The first of the checks that is worst; the others' messages joined to it when they are as bad. */
export function reunir(checks: readonly Check[], siBon: string): Check {
  for (const etat of ['echec', 'attention'] as const) {
    const graves = checks.filter((check) => check.etat === etat);
    const [premier] = graves;
    if (premier)
      return {
        etat,
        message: graves.map(({ message }) => message).join(' '),
        remede: [...new Set(graves.flatMap(({ remede }) => (remede === undefined ? [] : [remede])))].join(
          ' ',
        ),
      };
  }
  return bon(siBon);
}
