/** What a check found. */
export interface Constat {
  readonly etat: 'bon' | 'attention' | 'echec';
  readonly message: string;
  /** What to do about it. */
  readonly remede?: string;
}

export const bon = (message: string): Constat => ({ etat: 'bon', message });
export const attention = (message: string, remede: string): Constat => ({
  etat: 'attention',
  message,
  remede,
});
export const echec = (message: string, remede: string): Constat => ({ etat: 'echec', message, remede });

/** The first of the constats that is worst; the others' messages joined to it when they are as bad. */
export function reunir(constats: readonly Constat[], siBon: string): Constat {
  for (const etat of ['echec', 'attention'] as const) {
    const graves = constats.filter((constat) => constat.etat === etat);
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
