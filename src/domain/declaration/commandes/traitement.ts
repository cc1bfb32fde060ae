import { z } from 'zod';
import { definirCommande } from '#src/kernel/commande.ts';
import { motif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerPourLaCaf } from '#src/domain/declaration/acces.ts';
import {
  annoncerPriseEnTraitement,
  annoncerRetour,
  annoncerTraitement,
} from '#src/domain/declaration/annonces.ts';
import { laDeclaration } from '#src/domain/declaration/charger.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { DecisionsEnAttente } from '#src/domain/declaration/refus.ts';
import { rouvrir } from '#src/domain/declaration/volets.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';

const DECLARATION = { declaration: reference('Déclaration'), version: versionLue() };

/** The Caf takes a transmitted declaration up. @throws QuatreYeux | HorsTraitement */
export const prendreEnTraitement = definirCommande({
  nom: 'declaration.prendreEnTraitement',
  droit: ['Declaration', 'instruire'],
  saisie: z.object(DECLARATION),
  charger: laDeclaration,
  condition: (unite, declaration) => exigerPourLaCaf(unite, declaration, 'transmise'),
  async executer(unite, _saisie, declaration) {
    declaration.etat = 'en-traitement';
    noter(unite, declaration, 'prise-en-traitement');
    await annoncerPriseEnTraitement(unite, declaration);
    return declaration;
  },
});

/**
 * Returns a declaration to the partner, with a reason: it is corrected, approved and transmitted again.
 * @throws QuatreYeux | HorsTraitement
 */
export const retourner = definirCommande({
  nom: 'declaration.retourner',
  droit: ['Declaration', 'retourner'],
  saisie: z.object({ ...DECLARATION, motif: motif('Ce qu’il faut corriger') }),
  charger: laDeclaration,
  condition: (unite, declaration) => exigerPourLaCaf(unite, declaration, 'en-traitement', 'transmise'),
  async executer(unite, saisie, declaration) {
    rouvrir(declaration, VOLETS);
    declaration.etat = 'retournee';
    declaration.motifRenvoi = saisie.motif;
    noter(unite, declaration, 'retournee', saisie.motif);
    await annoncerRetour(unite, declaration, saisie.motif);
    return declaration;
  },
});

/**
 * Ends the treatment; every case that waits for a human decision must be settled first. @throws QuatreYeux |
 * HorsTraitement | DecisionsEnAttente
 */
export const traiter = definirCommande({
  nom: 'declaration.traiter',
  droit: ['Declaration', 'traiter'],
  saisie: z.object({ ...DECLARATION, observation: texteLong('Observation', 2000) }),
  charger: laDeclaration,
  async condition(unite, declaration) {
    await exigerPourLaCaf(unite, declaration, 'en-traitement');
    const { enAttente } = (await instruire(unite, declaration)).analyse;
    if (enAttente.length > 0) throw new DecisionsEnAttente(enAttente.map(({ titre }) => titre));
  },
  async executer(unite, saisie, declaration) {
    declaration.etat = 'traitee';
    noter(unite, declaration, 'traitee', saisie.observation || null);
    await annoncerTraitement(unite, declaration);
    return declaration;
  },
});
