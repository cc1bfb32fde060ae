import { z } from 'zod';
import { definirEcran } from '#admin/definition/ecran.ts';
import { listerBornes } from '#admin/ecrans/atelier/brouillon/serveur/bornes.ts';
import { donneesDuBrouillon } from '#admin/ecrans/atelier/brouillon/serveur/donnees.ts';
import { proposer } from '#admin/ecrans/atelier/brouillon/serveur/proposition.ts';
import { retoucher } from '#admin/ecrans/atelier/brouillon/serveur/retouches.ts';
import { verifier } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import {
  enregistrerBrouillon,
  reporterEmployeur,
  soumettre,
  supprimerBrouillon,
} from '#src/domain/politique/commandes.ts';
import { GENRES_DE_VERSION } from '#src/domain/politique/versions/genre.ts';

const TEXTE = z.object({
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  texte: z.string(),
  etape: z.enum(['forme', 'tout']).default('tout'),
});

/** The checks of a text as it is typed. */
async function verifierTexte(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  const lu = TEXTE.safeParse(brut);
  if (!lu.success) throw new SaisieInvalide('Le texte à vérifier n’est pas arrivé entier : réessayez.');
  return verifier(unite, lu.data, lu.data.etape);
}

/** A draft being written: checked as it is typed, edited by forms, submitted. */
export const ecranBrouillon = definirEcran({
  nom: 'brouillon',
  libelle: 'Brouillon',
  groupe: null,
  droit: ['BrouillonRegle', 'lire'],
  donnees: donneesDuBrouillon,
  commandes: {
    enregistrer: enregistrerBrouillon,
    supprimer: supprimerBrouillon,
    soumettre,
    reprendre: reporterEmployeur,
  },
  questions: { verifier: verifierTexte, retoucher, proposer, bornes: listerBornes },
});
