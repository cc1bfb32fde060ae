/** Civil dates as whole numbers of days, so that dates compare and add like numbers. */

/** Days since 1970-01-01 of an `AAAA-MM-JJ` date. */
export function rangDuJour(iso: string): number {
  const [annee = 0, mois = 0, jour = 0] = iso.split('-').map(Number);
  // Years start in March: leap days fall at their end.
  const an = mois <= 2 ? annee - 1 : annee;
  const ere = Math.floor(an / 400);
  const anDeLEre = an - ere * 400;
  const jourDeLAn = Math.floor((153 * (mois + (mois > 2 ? -3 : 9)) + 2) / 5) + jour - 1;
  return (
    ere * 146_097 +
    anDeLEre * 365 +
    Math.floor(anDeLEre / 4) -
    Math.floor(anDeLEre / 100) +
    jourDeLAn -
    719_468
  );
}

/** `AAAA-MM-JJ` of a number of days since 1970-01-01. */
export function jourDuRang(rang: number): string {
  const jours = rang + 719_468;
  const ere = Math.floor(jours / 146_097);
  const reste = jours - ere * 146_097;
  const anDeLEre = Math.floor(
    (reste - Math.floor(reste / 1460) + Math.floor(reste / 36_524) - Math.floor(reste / 146_096)) / 365,
  );
  const jourDeLAn = reste - (365 * anDeLEre + Math.floor(anDeLEre / 4) - Math.floor(anDeLEre / 100));
  const moisDecale = Math.floor((5 * jourDeLAn + 2) / 153);
  const jour = jourDeLAn - Math.floor((153 * moisDecale + 2) / 5) + 1;
  const mois = moisDecale < 10 ? moisDecale + 3 : moisDecale - 9;
  const annee = anDeLEre + ere * 400 + (mois <= 2 ? 1 : 0);
  return `${String(annee).padStart(4, '0')}-${String(mois).padStart(2, '0')}-${String(jour).padStart(2, '0')}`;
}
