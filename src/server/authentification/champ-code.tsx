import { ChampTexte, erreurDe, texteDe, type Saisie } from '#src/portal/composants/index.ts';

/** The field of a code, of the telephone or one kept on paper. */
export function ChampCode({
  saisie,
  libelle,
  indice,
}: Readonly<{ saisie: Saisie; libelle: string; indice: string }>) {
  return (
    <ChampTexte
      nom="code"
      libelle={libelle}
      requis
      indice={indice}
      erreur={erreurDe(saisie, 'code')}
      valeur={texteDe(saisie, 'code')}
      autoComplete="one-time-code"
      correction={false}
      longueurMax={40}
    />
  );
}
