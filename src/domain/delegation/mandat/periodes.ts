/** A half-open interval of days `AAAA-MM-JJ`; `au` null = no end. */
export interface Periode {
  readonly du: string;
  readonly au: string | null;
}

/** What a person holds, or waits for, during a period. */
export interface Titulaire extends Periode {
  readonly personne: string;
}

export function couvreJour({ du, au }: Periode, jour: string): boolean {
  return du <= jour && (au === null || jour < au);
}

export function seChevauchent(une: Periode, autre: Periode): boolean {
  return (
    (une.au === null || autre.du < une.au) &&
    (autre.au === null || une.du < autre.au) &&
    !estVide(une) &&
    !estVide(autre)
  );
}

function estVide({ du, au }: Periode): boolean {
  return au !== null && au <= du;
}

/**
 * The greatest number of distinct persons at one moment of a period.
 * That number only grows where somebody begins: it is enough to look at those days and at the first one.
 */
export function maximumSimultane(titulaires: readonly Titulaire[], fenetre: Periode): number {
  const presents = titulaires.filter((titulaire) => seChevauchent(titulaire, fenetre));
  const jours = [
    fenetre.du,
    ...presents.map((titulaire) => titulaire.du).filter((du) => couvreJour(fenetre, du)),
  ];
  return Math.max(
    0,
    ...jours.map(
      (jour) =>
        new Set(
          presents.filter((titulaire) => couvreJour(titulaire, jour)).map((titulaire) => titulaire.personne),
        ).size,
    ),
  );
}
