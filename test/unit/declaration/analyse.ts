/** Declarations of a Ram, analysed. */
import { expect } from 'vitest';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse, ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Moment } from '#src/domain/formulaire/enchainement.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { activite, contexte, finances } from './donnees.ts';

const registre: Registre = await registreDesFichiers();
const definition = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;

interface Cas {
  readonly activite?: Brut;
  readonly finances?: Brut;
  readonly contexte?: ContexteJson;
  readonly perennite?: Perennite;
  readonly choix?: readonly ChoixHumain[];
  readonly moment?: Moment;
}

export async function juger(cas: Cas = {}): Promise<Analyse> {
  const perennite = cas.perennite ?? 'reelle';
  const leContexte = contexte({ perennite, ...cas.contexte });
  const sansAbsents = (brut: Brut): Brut =>
    Object.fromEntries(Object.entries(brut).filter(([, texte]) => texte !== undefined));
  const lues = {
    activite: lireVolet(definition, 'activite', perennite, sansAbsents(activite(cas.activite)), leContexte),
    finances: lireVolet(definition, 'finances', perennite, sansAbsents(finances(cas.finances)), leContexte),
  };
  expect([...lues.activite.erreurs, ...lues.finances.erreurs]).toEqual([]);
  return analyser(
    {
      definition,
      perennite,
      activite: lues.activite.donnees,
      finances: lues.finances.donnees,
      contexte: leContexte,
      choix: cas.choix ?? [],
    },
    cas.moment ?? 'saisie',
    sansTrace(registre),
    (empreinte, date) => registre.valeursFictivesDe(empreinte, date),
  );
}

export const fermeture = (debut: string, fin: string, nature = 'exceptionnelle'): Brut => ({
  'fermetures.liste.0.nature': nature,
  'fermetures.liste.0.motif': 'travaux',
  'fermetures.liste.0.debut': debut,
  'fermetures.liste.0.fin': fin,
});
export const issues = (analyse: Analyse): string[] =>
  analyse.controles.map(({ issue }) => issue ?? '?').sort();
