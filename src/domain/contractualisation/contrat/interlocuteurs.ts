import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier, chargerPourRetirer } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import {
  choix,
  courriel,
  nom,
  reference,
  telephoneFacultatif,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import {
  ContratService,
  COTES,
  FONCTIONS_INTERLOCUTEUR,
  Interlocuteur,
  type Cote,
  type FonctionInterlocuteur,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { FonctionHorsCote, PrecisionRequise } from '#src/domain/contractualisation/contrat/refus.ts';

const CONTACT = {
  cote: choix('Côté', COTES),
  fonction: choix('Fonction', FONCTIONS_INTERLOCUTEUR),
  precision: texteFacultatif('Précision'),
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  courriel: courriel('Adresse mail'),
  telephone: telephoneFacultatif('Téléphone'),
};

/** @throws FonctionHorsCote | PrecisionRequise */
function verifier({
  cote,
  fonction,
  precision,
}: {
  readonly cote: Cote;
  readonly fonction: FonctionInterlocuteur;
  readonly precision: string | null;
}): void {
  if (fonction === 'responsable-mcp' && cote === 'partenaire') throw new FonctionHorsCote();
  if (fonction === 'autre' && precision === null) throw new PrecisionRequise();
}

/**
 * Names a contact of the contract. People change: an active contract's contacts may too.
 * @throws FonctionHorsCote | PrecisionRequise
 */
export const ajouterInterlocuteur = definirCommande({
  nom: 'interlocuteur.ajouter',
  droit: ['Interlocuteur', 'creer'],
  saisie: z.object({ contrat: reference('Contrat de service'), ...CONTACT }),
  charger: (unite, saisie) => charger(unite, ContratService, saisie.contrat, 'Contrat de service'),
  async executer(unite, { contrat: _id, ...contact }, contrat) {
    verifier(contact);
    const interlocuteur = unite.em.create(Interlocuteur, {
      id: randomUUID(),
      caf: contrat.caf,
      partenaire: contrat.partenaire,
      contrat,
      ...contact,
    });
    unite.em.persist(interlocuteur);
    return interlocuteur;
  },
});

/** @throws FonctionHorsCote | PrecisionRequise | VersionPerimee */
export const modifierInterlocuteur = definirCommande({
  nom: 'interlocuteur.modifier',
  droit: ['Interlocuteur', 'modifier'],
  saisie: z.object({ interlocuteur: reference('Interlocuteur'), version: versionLue(), ...CONTACT }),
  charger: (unite, { interlocuteur, version }) =>
    chargerPourModifier(unite, Interlocuteur, interlocuteur, version, 'Interlocuteur'),
  async executer(unite, { interlocuteur: _id, version: _version, ...contact }, interlocuteur) {
    verifier(contact);
    unite.em.assign(interlocuteur, contact);
    return interlocuteur;
  },
});

/** @throws VersionPerimee */
export const retirerInterlocuteur = definirCommande({
  nom: 'interlocuteur.retirer',
  droit: ['Interlocuteur', 'retirer'],
  saisie: z.object({ interlocuteur: reference('Interlocuteur'), version: versionLue() }),
  charger: (unite, { interlocuteur, version }) =>
    chargerPourRetirer(unite, Interlocuteur, interlocuteur, version, 'Interlocuteur'),
  async executer(unite, _saisie, interlocuteur) {
    unite.em.remove(interlocuteur);
    return { id: interlocuteur.id };
  },
});
