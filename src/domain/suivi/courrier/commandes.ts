import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { nomDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import { EtatIncompatible, SaisieInvalide } from '#src/kernel/refus.ts';
import { reference, texteLong } from '#src/kernel/saisie/saisie.ts';
import { Courrier } from '#src/domain/suivi/courrier/courrier.ts';
import { chercherDecision } from '#src/domain/suivi/explication/chercher.ts';
import { completer, partsAttendues } from '#src/domain/suivi/courrier/lettre.ts';
import { lettreDe } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';

/** A decision that concerns no partner, such as the dates of a campaign. */
class SansPartenaire extends EtatIncompatible {
  constructor() {
    super('Cette décision ne concerne aucun partenaire : il n’y a pas de courrier à enregistrer.');
  }
}

/** What a letter needs before it is kept, in the words of its form. */
const MANQUES = {
  adresseCaf: 'Adresse de la Caf : saisissez l’adresse qui figure en tête du courrier.',
  destinataire: 'Adresse du destinataire : saisissez l’adresse à laquelle le courrier est envoyé.',
  recours: 'Voies et délais de recours : saisissez le texte que la Caf communique avec cette décision.',
  signature: 'Nom, qualité et signature : saisissez le nom et la qualité de qui signe.',
} as const;

/** The partner a decision is written to. @throws SansPartenaire */
function partenaireDe(_unite: UniteDeLecture, { partenaireId }: Decision): string {
  if (!partenaireId) throw new SansPartenaire();
  return partenaireId;
}

/**
 * Keeps a letter to the partner, completed: what is printed is what was typed, and stays.
 * @throws SaisieInvalide while a part the Caf alone can write is missing | SansPartenaire
 */
export const enregistrerCourrier = definirCommande({
  nom: 'courrier.enregistrer',
  droit: ['Courrier', 'enregistrer'],
  saisie: z.object({
    decision: reference('Décision'),
    adresseCaf: texteLong('Adresse de la Caf', 500),
    destinataire: texteLong('Adresse du destinataire', 500),
    recours: texteLong('Voies et délais de recours', 3000),
    signature: texteLong('Nom, qualité et signature', 300),
  }),
  charger: (unite, saisie) => chercherDecision(unite, saisie.decision),
  condition: partenaireDe,
  async executer(unite, { decision: id, ...parts }, decision, partenaire) {
    const { compteId } = exigerAgent(unite.acteur);
    const lettre = await lettreDe(unite, id);
    const manques = Object.fromEntries(
      partsAttendues(lettre)
        .filter((part) => parts[part] === '')
        .map((part) => [part, MANQUES[part]]),
    );
    const [premier] = Object.values(manques);
    if (premier !== undefined) throw new SaisieInvalide(premier, manques);
    const courrier = unite.em.create(Courrier, {
      id: randomUUID(),
      caf: decision.cafId,
      partenaire,
      decision,
      ...parts,
      contenu: completer(lettre, parts),
      par: compteId,
      parNom: nomDe(unite.acteur),
      le: unite.maintenant,
    });
    unite.em.persist(courrier);
    return { id: courrier.id };
  },
});
