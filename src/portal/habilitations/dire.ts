import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { datee } from '#src/domain/delegation/habilitation/lectures.ts';
import type { TonEtiquette } from '#src/portal/composants/index.ts';

/** « BAILLET Chantal », as the source's lists name a person. */
export const nomDeListe = ({ nom, prenom }: { readonly nom: string; readonly prenom: string }): string =>
  `${nom.toLocaleUpperCase('fr')} ${prenom}`;

/** The state of a habilitation, in words. */
export function etatDit(
  habilitation: Habilitation,
  jour: string,
): Readonly<{ texte: string; ton: TonEtiquette }> {
  if (habilitation.etat === 'refusee') return { texte: 'Refusée par votre Caf', ton: 'erreur' };
  if (habilitation.etat === 'retiree') return { texte: 'Demande retirée', ton: 'neutre' };
  const etat = etatAffiche(datee(habilitation), jour);
  if (etat === 'historique') return { texte: 'Terminée', ton: 'neutre' };
  if (habilitation.etat === 'en-attente-caf')
    return { texte: 'En attente de validation par votre Caf', ton: 'attente' };
  if (habilitation.etat === 'suspendue')
    return { texte: 'Suspendue par votre Caf à titre conservatoire', ton: 'erreur' };
  return etat === 'actif' ? { texte: 'Active', ton: 'succes' } : { texte: 'À venir', ton: 'information' };
}

/** Where a habilitation applies: « CBA-RAM Les Marins marrants (Salle des fêtes) ». */
export function porteeDe({ equipement, lieu }: Habilitation): string {
  return lieu ? `${equipement.nom} (${lieu.nom})` : equipement.nom;
}
