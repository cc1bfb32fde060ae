import type { PageListe } from '#admin/ecrans/atelier/contrats.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { fraicheurEnVigueur } from '#src/domain/regle/fraicheur.ts';
import {
  brouillons,
  campagnesTouchees,
  fichiersDeRegles,
  reactivationsEnAttente,
  soumissionsEnAttente,
} from '#src/domain/regle/lectures.ts';

/** The list of rule files, with what waits for somebody. */
export async function donneesDeLaListe(unite: UniteDeLecture): Promise<PageListe> {
  const { acteur } = unite;
  return {
    fichiers: await fichiersDeRegles(unite),
    soumissions: peut(acteur, 'SoumissionRegle', 'lire') ? await soumissionsEnAttente(unite) : [],
    reactivations: peut(acteur, 'ReactivationRegle', 'lire') ? await reactivationsEnAttente(unite) : [],
    brouillons: peut(acteur, 'BrouillonRegle', 'lire') ? await brouillons(unite) : [],
    campagnes: await campagnesTouchees(unite),
    fraicheur: await fraicheurEnVigueur(unite),
    moi: compteDe(acteur) ?? '',
    peutEcrire: peut(acteur, 'BrouillonRegle', 'creer'),
  };
}
