/** Declarations of a Ram, estimated. */
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import type { Dossier } from '#src/domain/declaration/chaine/dossier.ts';
import { fictivesDe, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { activite, contexte, finances } from './donnees.ts';

export const registre = await registreDesFichiers();
const definition = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;
export const ancienne = registre.versions.find(
  ({ genre, jeu, numero }) => genre === 'formulaire' && jeu === 'ram' && numero === '1.0.0',
)?.contenu as DefinitionDeFormulaire;

const sansAbsents = (brut: Brut): Brut =>
  Object.fromEntries(Object.entries(brut).filter(([, texte]) => texte !== undefined));

export function dossierDe(
  changements: { activite?: Brut; finances?: Brut } = {},
  perennite: Perennite = 'reelle',
  forme = definition,
  etpValide = '1',
): Dossier {
  const leContexte = contexte({ perennite, conventionnement: { etpValide } });
  const lire = (volet: 'activite' | 'finances', brut: Brut) =>
    lireVolet(forme, volet, perennite, sansAbsents(brut), leContexte).donnees;
  return {
    definition: forme,
    perennite,
    contexte: leContexte,
    choix: [],
    activite: lire('activite', activite(changements.activite)),
    finances: lire('finances', finances(changements.finances)),
  };
}
export const juger = (dossier: Dossier) =>
  analyser(dossier, 'saisie', sansTrace(registre), fictivesDe(registre));
export const estimer = async (changements: { activite?: Brut; finances?: Brut } = {}, etpValide?: string) =>
  (await juger(dossierDe(changements, 'reelle', definition, etpValide))).estimation;

export const fermeture = (debut: string, fin: string): Brut => ({
  'fermetures.liste.0.nature': 'exceptionnelle',
  'fermetures.liste.0.motif': 'travaux',
  'fermetures.liste.0.debut': debut,
  'fermetures.liste.0.fin': fin,
});
