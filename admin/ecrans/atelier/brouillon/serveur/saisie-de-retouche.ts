import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { compilerSiPossible, juger } from '#admin/ecrans/atelier/brouillon/serveur/verification.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import { GENRES_DE_VERSION } from '#src/domain/politique/versions/genre.ts';
import type { Certitude, FichierClos, Scenario, Source, TypeDeFait } from '#src/engine/index.ts';
import type { ajouterSource } from '#src/engine/text-edit/index.ts';
import {
  attenduDe,
  ecrireSaisie,
  lireSaisie,
  EditRefused,
  type EditedFile,
  type ValeurSaisie,
} from '#src/engine/text-edit/index.ts';

/** Certainties a value may be given with. */
export const CERTITUDES = [
  'explicite',
  'interpretation',
  'silence-de-la-source',
  'fictif',
] as const satisfies readonly Certitude[];

const NATURES = [
  'loi',
  'decret',
  'circulaire',
  'referentiel',
  'convention',
  'support-de-presentation',
  'page-institutionnelle',
  'presse',
  'note-interne',
] as const satisfies readonly Source['type'][];

/** What every edit is sent with; its own fields come beside. */
export const SAISIE = z.looseObject({
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  texte: z.string(),
  operation: z.string(),
});

/** An edit as it was sent. */
export type Saisie = z.output<typeof SAISIE>;

/** A field of an edit, as text. */
export const texteDe = (saisie: Saisie, nom: string): string => {
  const valeur = saisie[nom];
  return typeof valeur === 'string' ? valeur.trim() : '';
};

/** A field of an edit that has several values. */
export const listeDe = (saisie: Saisie, nom: string): string[] => {
  const valeur = saisie[nom];
  return Array.isArray(valeur) ? valeur.filter((element) => typeof element === 'string') : [];
};

/** Place of the scenario an edit is about. */
export const rangDe = (saisie: Saisie): number => Number(texteDe(saisie, 'rang'));

/** The text of a draft as an edit reads it. */
export const lireFichier = (texte: string): EditedFile => JSON.parse(texte) as EditedFile;

/** The draft with what it takes from other files. @throws SaisieInvalide */
export async function closDe({ genre, jeu, texte }: Saisie, unite: UniteDeLecture): Promise<FichierClos> {
  const { clos } = await controlerTexte(unite, { genre, jeu, texte }, { sansAnalyse: true });
  if (!clos)
    throw new EditRefused(null, 'Le texte ne se lit plus comme un fichier de règles : corrigez-le d’abord.');
  return clos;
}

/** The scenario at a place. @throws EditRefused */
export function scenarioA({ scenarios }: FichierClos, rang: number): Scenario {
  const scenario = scenarios[rang];
  if (!scenario) throw new EditRefused(null, 'Ce scénario n’est plus dans le fichier.');
  return scenario;
}

function lire(
  saisie: Saisie,
  champ: string,
  type: TypeDeFait,
): ReturnType<typeof lireSaisie> & { valeur?: unknown } {
  const lue = lireSaisie(type, texteDe(saisie, champ));
  if ('refus' in lue) throw new EditRefused(champ, lue.refus);
  return lue;
}

/** A date of an edit. @throws EditRefused */
export function dateDe(saisie: Saisie, champ: string, libelle: string): string {
  const lue = lire(saisie, champ, 'date');
  if (!('valeur' in lue) || typeof lue.valeur !== 'string')
    throw new EditRefused(champ, `${libelle} : donnez une date, par exemple 01/01/2020.`);
  return lue.valeur;
}

/** A value of an edit, by the type of its parameter. @throws EditRefused */
export function valeurDe(saisie: Saisie, fichier: EditedFile, nom: string): ValeurSaisie['valeur'] {
  const parametre = fichier.parametres[nom];
  const type = parametre && 'type' in parametre ? parametre.type : 'texte';
  const lue = lireSaisie(type, texteDe(saisie, 'valeur'));
  if ('refus' in lue) throw new EditRefused('valeur', lue.refus);
  if (lue.valeur === null) throw new EditRefused('valeur', 'Donnez la valeur.');
  return lue.valeur;
}

/** The source an edit cites. */
export function sourceDe(saisie: Saisie): Parameters<typeof ajouterSource>[2] {
  const resume = texteDe(saisie, 'source.resume');
  if (resume === '') throw new EditRefused('source.resume', 'Résumez avec vos mots ce que dit la source.');
  return {
    type: NATURES.find((nature) => nature === texteDe(saisie, 'source.type')) ?? 'note-interne',
    titre: texteDe(saisie, 'source.titre'),
    lieu: texteDe(saisie, 'source.lieu') || 'Ensemble du document',
    dateDuTexte:
      texteDe(saisie, 'source.date') === '' ? null : dateDe(saisie, 'source.date', 'Date du texte'),
    verifieLe: dateDe(saisie, 'derniereVerification', 'Dernière vérification'),
    resume,
  };
}

/** Facts typed in the grid; an empty field is an absent fact and is left out. */
function faitsDe(saisie: Saisie, clos: FichierClos): Scenario['etantDonne'] {
  return Object.fromEntries(
    Object.entries(clos.faits).flatMap(([nom, { type }]) => {
      const lue = lireSaisie(type, texteDe(saisie, `faits.${nom}`));
      if ('refus' in lue) throw new EditRefused(`faits.${nom}`, lue.refus);
      return lue.valeur === null ? [] : [[nom, lue.valeur]];
    }),
  );
}

/**
 * The expected outcome follows from the expected rules; missing facts are expected when no rule is and none
 * stands alone.
 */
export function attenduDesRegles(
  clos: FichierClos,
  ids: readonly string[],
  ancien: Scenario['attendu'] | undefined,
  etantDonne: Scenario['etantDonne'],
): Scenario['attendu'] {
  const regles = clos.regles.filter(({ id }) => ids.includes(id));
  const seule = clos.decision.strategie === 'cumul' ? [clos.decision.siAucuneRegle] : [];
  if (regles.length === 0 && ancien?.etat === 'faits-manquants')
    return { ...ancien, manquants: ancien.manquants?.filter((nom) => etantDonne[nom] === undefined) };
  const issues = regles.length === 0 ? seule : [...new Set(regles.map(({ issue }) => issue))];
  if (issues.length === 0)
    throw new EditRefused('regles', 'Choisissez la règle attendue, ou remplissez avec le résultat obtenu.');
  return { issues, regles: regles.map(({ id }) => id) };
}

/**
 * The numbers expected, as typed: an empty field expects nothing. A number equal to what the engine gives, or
 * to what was expected,
 * is written in its very digits, which the scenario compares.
 */
export function calculsAttendus(
  saisie: Saisie,
  clos: FichierClos,
  cas: Pick<Scenario, 'date' | 'etantDonne'>,
  anciens: Scenario['attendu']['calculs'],
): Pick<Scenario['attendu'], 'calculs'> {
  const jeu = compilerSiPossible(clos);
  const decision = jeu ? juger(jeu, cas) : '';
  const obtenus = typeof decision === 'string' ? {} : decision.calculs;
  const calculs = Object.fromEntries(
    Object.entries(clos.faitsDerives).flatMap(([nom, { type }]): [string, string][] => {
      const tape = texteDe(saisie, `calculs.${nom}`);
      if (tape === '') return [];
      const connus = [obtenus[nom], anciens?.[nom]].filter((connu) => connu !== undefined);
      const identique = connus.find((connu) => ecrireSaisie(type, connu) === tape);
      if (identique !== undefined) return [[nom, identique]];
      const lue = lireSaisie(type, tape);
      if ('refus' in lue) throw new EditRefused(`calculs.${nom}`, lue.refus);
      const nombre = String(lue.valeur);
      return [[nom, connus.find((connu) => new Decimal(connu).equals(nombre)) ?? nombre]];
    }),
  );
  return Object.keys(calculs).length > 0 ? { calculs } : {};
}

/** The case of a scenario being edited. */
export const casDe = (saisie: Saisie, clos: FichierClos): Pick<Scenario, 'date' | 'etantDonne'> => ({
  date: dateDe(saisie, 'date', 'Date de référence'),
  etantDonne: faitsDe(saisie, clos),
});

/**
 * The file of the text, and the case typed in a line of its grid. @throws EditRefused when either cannot
 * be read
 */
export async function casSaisi(
  unite: UniteDeLecture,
  brut: Readonly<Record<string, unknown>>,
): Promise<{ clos: FichierClos; cas: Pick<Scenario, 'date' | 'etantDonne'> }> {
  const lue = SAISIE.safeParse({ operation: '', ...brut });
  if (!lue.success) throw new SaisieInvalide('Le texte du brouillon n’est pas arrivé entier : réessayez.');
  const clos = await closDe(lue.data, unite);
  return { clos, cas: casDe(lue.data, clos) };
}

/** What the file decides of a case, to be expected. */
export function attenduObtenu(
  clos: FichierClos,
  cas: Pick<Scenario, 'date' | 'etantDonne'>,
): Scenario['attendu'] {
  const jeu = compilerSiPossible(clos);
  const decision = jeu ? juger(jeu, cas) : 'Le fichier doit d’abord être corrigé.';
  if (typeof decision === 'string') throw new EditRefused(null, decision);
  return attenduDe(decision);
}
