import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/suivi/tables.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

/** One act on a record, since it was opened on somebody's screen. */
export interface ActeDepuis {
  readonly le: Date;
  /**
   * His name where the reader may know it; « un agent de votre Caf » to a partner, « l’application » for its
   * own work.
   */
  readonly par: string;
  /** What was done, as one says it: « Habilitation validée ». */
  readonly quoi: string;
  /** Properties it changed. */
  readonly champs: readonly string[];
  readonly motif: string | null;
}

/** Acts which change more than fields; the others are « Fiche modifiée ». */
const QUOI: Readonly<Record<string, string>> = {
  'habilitation.affecter': 'Habilitation demandée',
  'habilitation.terminer': 'Habilitation terminée, ou demande retirée',
  'habilitation.valider': 'Habilitation validée',
  'comptes.lier': 'Comptes liés',
  'comptes.delier': 'Comptes déliés',
  'habilitation.refuser': 'Habilitation refusée',
  'habilitation.suspendre': 'Habilitation suspendue',
  'habilitation.leverSuspension': 'Suspension levée',
  'mandat.terminer': 'Mandat retiré',
  'mandat.retirer': 'Délégation retirée par la Caf',
  'utilisateur.cloturer': 'Accès clôturé',
  'utilisateur.corrigerNom': 'Nom corrigé',
  'utilisateur.corrigerInvitation': 'Adresse de l’invitation corrigée',
  'utilisateur.remplacerPersonne': 'Une autre personne prend la place',
  'utilisateur.accepterRattachement': 'Accès accepté par la personne',
  'utilisateur.refuserRattachement': 'Accès refusé par la personne',
  'utilisateur.modifierSonProfil': 'Téléphone modifié par la personne elle-même',
  'declaration.prendreEnTraitement': 'Déclaration prise en traitement',
  'declaration.demanderDecision': 'Décision demandée',
  'declaration.trancherFermeture': 'Décision enregistrée',
  'declaration.reglerCasMuet': 'Point réglé',
  'declaration.retourner': 'Déclaration retournée au partenaire',
  'declaration.traiter': 'Déclaration traitée',
  'declaration.renvoyer': 'Déclaration renvoyée pour correction',
  'declaration.transmettre': 'Déclaration transmise',
  'declaration.completerActivite': 'Saisie de l’activité terminée',
  'declaration.completerFinances': 'Saisie des finances terminée',
  'declaration.reprendreActivite': 'Saisie de l’activité reprise',
  'declaration.reprendreFinances': 'Saisie des finances reprise',
  'declaration.enregistrerActivite': 'Activité saisie',
  'declaration.enregistrerFinances': 'Finances saisies',
  'convention.signer': 'Signature enregistrée',
  'convention.activer': 'Convention activée',
  'convention.resilier': 'Convention résiliée',
  'convention.rouvrir': 'Convention rouverte, signatures effacées',
  'contrat.signer': 'Signature enregistrée',
  'contrat.activer': 'Contrat activé',
  'contrat.rouvrir': 'Contrat rouvert, signatures effacées',
  'conventionnement.valider': 'Conventionnement validé',
  'conventionnement.rouvrir': 'Conventionnement rouvert',
  'campagne.fermer': 'Campagne fermée',
  'campagne.rouvrir': 'Campagne rouverte',
  'eligibilite.decider': 'Éligibilité décidée',
  'eligibilite.soumettre': 'Formulaire envoyé par le partenaire',
  'agent.cloturer': 'Accès clôturé',
  'animateur.validerProfil': 'Validation du profil enregistrée',
  'absence.modifier': 'Absence modifiée',
  'absence.supprimer': 'Absence retirée',
};

/** Acts told; older ones matter less than their number. */
const AU_PLUS = 20;

/**
 * What was done last to a record, latest first. Each write makes one version and one journal line: what came
 * after the version somebody
 * read is the last lines, as many as there are versions since; what took the record away is its last line.
 * @param fiche name of the entity, and identifier
 */
export async function derniersActes(
  unite: UniteDeLecture,
  fiche: { readonly entite: string; readonly id: string },
  nombre: number,
): Promise<ActeDepuis[]> {
  if (!(nombre > 0)) return [];
  const lignes = await lireLignes(
    unite.em,
    tables
      .selectFrom('journal as j')
      .select(({ fn, ref, selectFrom }) => [
        'j.le',
        'j.commande',
        'j.genre',
        'j.motif',
        'j.acteur_role',
        sql<string[]>`array(select jsonb_object_keys(${ref('j.changements')}))`.as('champs'),
        fn
          .coalesce(
            selectFrom('agent_caf as a')
              .select(sql<string>`a.prenom || ' ' || a.nom`.as('nom'))
              .whereRef('a.compte_id', '=', 'j.acteur_id')
              .limit(1),
            selectFrom('utilisateur as u')
              .select(sql<string>`u.prenom || ' ' || u.nom`.as('nom'))
              .whereRef('u.compte_id', '=', 'j.acteur_id')
              .limit(1),
          )
          .as('par'),
      ])
      .where('j.entite', '=', fiche.entite)
      .where('j.entite_id', '=', fiche.id)
      .where('j.genre', '<>', 'evenement')
      .orderBy('j.le', 'desc')
      .orderBy('j.rang', 'desc')
      .limit(Math.min(AU_PLUS, nombre)),
  );
  return lignes.map(({ le, commande, genre, champs, motif, acteur_role: role, par }) => ({
    le: new Date(le),
    quoi: QUOI[commande] ?? (genre === 'suppression' ? 'Fiche retirée' : 'Fiche modifiée'),
    champs: [...new Set(champs.map((champ) => champ.split('.')[0] ?? champ))],
    motif,
    par: par ?? quiSelonSonRole(role),
  }));
}

function quiSelonSonRole(role: string): string {
  if (/gestionnaire|responsable-caf/.test(role)) return 'un agent de votre Caf';
  if (role === 'systeme') return 'l’application';
  return role === 'analyste' ? 'un analyste' : 'une autre personne';
}
