/** Declarations of closures, absences and animateurs, judged. */
import type { Registre } from '#src/kernel/registre.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse, ChoixHumain } from '#src/domain/declaration/chaine/resultats.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ANIMATRICE, activite, contexte, finances } from './donnees.ts';

const registre: Registre = await registreDesFichiers();
const definition = registre.formulaire('RAM', '2019-12-31')?.definition as DefinitionDeFormulaire;

/** A period as a row has it: key (nature, or animateur), first day, first day after. */
export type Ligne = readonly [cle: string, debut: string, fin: string];
export const fermetures = (...lignes: Ligne[]): Brut =>
  Object.assign(
    {},
    ...lignes.map(([nature, debut, fin], rang) => ({
      [`fermetures.liste.${rang}.nature`]: nature,
      [`fermetures.liste.${rang}.motif`]: rang % 2 === 0 ? 'travaux' : 'maladie',
      [`fermetures.liste.${rang}.debut`]: debut,
      [`fermetures.liste.${rang}.fin`]: fin,
    })),
  ) as Brut;
export const absences = (...lignes: Ligne[]): Brut =>
  Object.assign(
    {},
    ...lignes.map(([animateur, debut, fin], rang) => ({
      [`absences.liste.${rang}.animateur`]: animateur,
      [`absences.liste.${rang}.motif`]: rang % 2 === 0 ? 'maladie' : 'maternite',
      [`absences.liste.${rang}.debut`]: debut,
      [`absences.liste.${rang}.fin`]: fin,
    })),
  ) as Brut;
export const animateur = (rang: number, id: string, etp: string, autres: Brut = {}): Brut => ({
  [`animateurs.liste.${rang}.animateur`]: id,
  [`animateurs.liste.${rang}.etpContrat`]: etp,
  [`animateurs.liste.${rang}.etpDeclare`]: etp,
  [`animateurs.liste.${rang}.remplacement`]: 'aucun',
  ...autres,
});
export const fiche = (id: string, etpContrat: string, autres: ContexteJson = {}): ContexteJson => ({
  id,
  nom: id === ANIMATRICE ? 'Mona' : 'Ali',
  etpContrat,
  profilValide: true,
  poste: id,
  du: '2018-01-01',
  au: null,
  ...autres,
});

export interface Cas {
  readonly activite?: Brut;
  readonly finances?: Brut;
  readonly contexte?: ContexteJson;
  readonly choix?: readonly ChoixHumain[];
}
export async function juger(cas: Cas): Promise<Analyse> {
  const leContexte = contexte(cas.contexte);
  const lire = (volet: 'activite' | 'finances', brut: Brut) =>
    lireVolet(definition, volet, 'reelle', brut, leContexte).donnees;
  return analyser(
    {
      definition,
      perennite: 'reelle',
      activite: lire('activite', activite(cas.activite)),
      finances: lire('finances', finances(cas.finances)),
      contexte: leContexte,
      choix: cas.choix ?? [],
    },
    'saisie',
    sansTrace(registre),
    () => [],
  );
}
export const issues = ({ controles }: Analyse): (string | null)[] => controles.map(({ issue }) => issue);
export const faitsDe = ({ decisions }: Analyse, jeu: string) =>
  decisions.filter(({ demande }) => demande.jeu === jeu).map(({ demande }) => demande.faits);
/**
 * What a declaration is worth: decisions on periods and amounts, without what merely tells how the rows were
 * typed.
 */
export const portee = ({ decisions, estimation, enAttente, bloquants }: Analyse) => ({
  decisions: decisions
    .filter(({ demande }) => demande.jeu !== 'periodes')
    .map(({ demande, decision }) => ({
      jeu: demande.jeu,
      faits: demande.faits,
      issues: decision?.issues,
      calculs: decision?.calculs,
    })),
  montant: estimation.montant,
  attente: enAttente.map(({ jeu, faits }) => ({ jeu, faits })),
  bloquants: bloquants.map(({ issue }) => issue),
});
export const EXC = 'exceptionnelle';
