import type { Acteur } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';

/**
 * Commands that ask for a password given recently, by what somebody at a screen left open could do with them.
 */
export const ACTES_SENSIBLES = {
  'gives an access, or more of it, to somebody else': [
    'utilisateur.creer',
    'habilitation.affecter',
    'habilitation.valider',
    'habilitation.leverSuspension',
    'mandat.donner',
    'agent.creer',
    'convention.activer',
  ],
  'changes who a person is, or how he proves it': [
    'utilisateur.corrigerInvitation',
    'utilisateur.corrigerNom',
    'utilisateur.remplacerPersonne',
    'utilisateur.accepterRattachement',
    'compte.demanderNouveauCourriel',
    'comptes.lier',
    'comptes.delier',
    'utilisateur.imposerMotDePasse',
    'agent.leverSecondFacteur',
    'compte.preparerSecondFacteur',
    'compte.activerSecondFacteur',
    'compte.renouvelerCodesDeSecours',
    'compte.retirerSecondFacteur',
  ],
  'is a signature': ['declaration.transmettre'],
  'is a decision of the Caf, with euros at its end': [
    'eligibilite.decider',
    'conventionnement.valider',
    'declaration.demanderDecision',
    'declaration.trancherFermeture',
    'declaration.reglerCasMuet',
    'declaration.traiter',
  ],
  'puts a rule in force, or decides again by it': [
    'regle.approuver',
    'regle.confirmerReactivation',
    'regle.reactiverEnUrgence',
    'regle.reprendreLesCas',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const NOMS: ReadonlySet<string> = new Set(Object.values(ACTES_SENSIBLES).flat());

/**
 * The act is open to this person, who must first show that it is still him at the screen. Nothing was
 * written.
 */
export class PreuveDemandee extends Refus {
  override readonly statut = 403;
  /** @param pour a file leaves the browser on the page it was asked from */
  constructor(readonly pour: 'acte' | 'fichier' = 'acte') {
    super(
      'Confirmez votre mot de passe : cette action le demande quand vous l’avez saisi il y a trop longtemps. Rien n’a encore été enregistré.',
    );
  }
}

/** Before an act that is not a command: an export (`fichier`), a secret shown. @throws PreuveDemandee */
export function exigerPreuve(acteur: Acteur, pour: PreuveDemandee['pour'] = 'acte'): void {
  if ('preuveRecente' in acteur && acteur.preuveRecente === false) throw new PreuveDemandee(pour);
}

/** Before a command. @throws PreuveDemandee */
export function exigerPreuvePour(acteur: Acteur, commande: { readonly nom: string }): void {
  if (NOMS.has(commande.nom)) exigerPreuve(acteur);
}
