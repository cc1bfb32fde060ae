import type { AvisDeConvention } from '#src/domain/suivi/convention/avis.ts';
import { ACTES_EN_MOTS, type ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import { Alerte } from '#src/portal/composants/index.ts';
import { compter, dateFr, dernierJour } from '#src/kernel/francais.ts';

export const CHEMIN_CONVENTION = '/partenaire/convention';

const enMots = (actes: readonly ActeDuPartenaire[]): string =>
  actes.map((acte) => ACTES_EN_MOTS[acte]).join(', ');

function titreDe({ genre, numero, fin, jours }: AvisDeConvention): string {
  if (genre === 'finit-bientot')
    return `Votre convention d’accès n° ${numero} prend fin le ${dernierJour(fin)} (${jours === 1 ? 'aujourd’hui est son dernier jour' : `dans ${compter(jours, 'jour')}`}).`;
  return genre === 'resiliee'
    ? `Votre convention d’accès n° ${numero} est résiliée depuis le ${dateFr(fin)}.`
    : `Votre convention d’accès n° ${numero} est échue depuis le ${dateFr(fin)}.`;
}

function suiteDe({ suivante, administrateurs }: AvisDeConvention): string {
  if (suivante?.active) return `La convention n° ${suivante.numero} prend effet le ${dateFr(suivante.du)}.`;
  const qui =
    administrateurs.length > 0
      ? `L’administrateur partenaire (${administrateurs.join(', ')})`
      : 'Votre organisme';
  return suivante
    ? `La suivante, n° ${suivante.numero}, est en préparation : ${qui} et votre Caf la signent.`
    : `${qui} demande à votre Caf de la renouveler.`;
}

/**
 * Notice before the end of the convention, banner after: with its date, who can do what, and what is still
 * possible.
 */
export function AvisConvention({ avis, lien }: Readonly<{ avis: AvisDeConvention; lien: boolean }>) {
  const finie = avis.genre !== 'finit-bientot';
  const possible =
    avis.ouverts.length > 0
      ? `vous pouvez encore ${enMots(avis.ouverts)}`
      : 'plus aucune action n’est possible';
  return (
    <Alerte ton={finie ? 'erreur' : 'attention'} titre={titreDe(avis)}>
      <p>{suiteDe(avis)}</p>
      <p>
        {`${finie ? 'D’ici là' : 'Sans nouvelle convention, ensuite'}, ${possible}.`}
        {avis.fermes.length > 0 &&
          ` ${finie ? 'Il n’est plus possible de' : 'Il ne sera plus possible de'} : ${enMots(avis.fermes)}.`}
      </p>
      {lien && (
        <p>
          <a href={CHEMIN_CONVENTION}>Voir ma convention</a>
        </p>
      )}
    </Alerte>
  );
}
