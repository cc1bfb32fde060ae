import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { fraicheurEnVigueur } from '#src/domain/politique/comparaison/fraicheur.ts';
import {
  brouillons,
  fichiersDeRegles,
  reactivationsEnAttente,
  soumissionsEnAttente,
} from '#src/domain/politique/consultation/lectures.ts';
import { campagnesTouchees } from '#src/domain/politique/consultation/a-surveiller.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { confirmerReactivation, refuserReactivation } from '#src/domain/politique/commandes.ts';

/** The list of rule files, with what waits for somebody. */
async function donneesDeLaListe(unite: UniteDeLecture) {
  const { acteur } = unite;
  return {
    fichiers: await fichiersDeRegles(unite),
    soumissions: peut(acteur, 'SoumissionRegle', 'lire') ? await soumissionsEnAttente(unite) : [],
    reactivations: peut(acteur, 'ReactivationRegle', 'lire') ? await reactivationsEnAttente(unite) : [],
    brouillons: peut(acteur, 'BrouillonRegle', 'lire') ? await brouillons(unite) : [],
    campagnes: await campagnesTouchees(unite),
    // What is to be read again on its text; null while the delay is not published.
    fraicheur: await fraicheurEnVigueur(unite),
    // Account of the reader: their drafts, their submissions.
    moi: compteDe(acteur) ?? '',
    peutEcrire: peut(acteur, 'BrouillonRegle', 'creer'),
  };
}

/** « Fichiers de règles »: the door of the workshop. */
export const ecranListe = definirEcran({
  nom: 'regles',
  libelle: 'Fichiers de règles',
  groupe: GROUPES.regles,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDeLaListe,
  commandes: { confirmer: confirmerReactivation, refuser: refuserReactivation },
});
