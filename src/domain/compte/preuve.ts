import type { Acteur } from '#src/domain/commun/acteur.ts';
import type { Droit } from '#src/domain/commun/commande.ts';
import { Refus } from '#src/domain/commun/refus.ts';
import type { ActionDe, Ressource } from '#src/domain/droits/table.ts';

/** Rights whose use asks for a password given recently: who opens an access to somebody else, or puts a rule in force. */
const SENSIBLES: { readonly [R in Ressource]?: readonly ActionDe<R>[] } = {
  Habilitation: ['affecter', 'valider'],
  Mandat: ['donner'],
  Utilisateur: ['changerIdentite'],
  AgentCaf: ['creer'],
  SoumissionRegle: ['approuver'],
  ReactivationRegle: ['confirmer', 'forcer'],
  Compte: ['gererSecondFacteur', 'changerCourriel'],
};

/** The act is open to this person, who must first show that it is still him at the screen. Nothing was written. */
export class PreuveDemandee extends Refus {
  override readonly statut = 403;
  /** @param pour a file leaves the browser on the page it was asked from */
  constructor(readonly pour: 'acte' | 'fichier' = 'acte') {
    super('Confirmez votre mot de passe : cette action le demande quand vous l’avez saisi il y a trop longtemps. Rien n’a encore été enregistré.');
  }
}

/** Before an act that is not a command: an export (`fichier`), a secret shown. @throws PreuveDemandee */
export function exigerPreuve(acteur: Acteur, pour: PreuveDemandee['pour'] = 'acte'): void {
  if ('preuveRecente' in acteur && acteur.preuveRecente === false) throw new PreuveDemandee(pour);
}

/** Whether this right is one of those. */
export function demandeUnePreuve([ressource, action]: Droit): boolean {
  const actions: readonly string[] | undefined = SENSIBLES[ressource];
  return actions?.includes(action) ?? false;
}

/** @throws PreuveDemandee */
export function exigerPreuvePour(acteur: Acteur, droit: Droit): void {
  if (demandeUnePreuve(droit)) exigerPreuve(acteur);
}
