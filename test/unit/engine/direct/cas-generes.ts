/**
 * Random cases of a rule file: its thresholds, one unit on each side, facts equal to one another, missing
 * facts, wrong ones.
 */
import type { FichierClos } from '#src/engine/cloture.ts';
import type { Condition, DeclarationDeFait, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { CHANGEMENTS } from './fichiers-generes.ts';
import type { Hasard } from './hasard.ts';
import { valeurDe, valeurFausse, voisine } from './valeurs-generees.ts';

export interface Cas {
  readonly date: string;
  readonly faits: Record<string, unknown>;
}

/** Draws cases of one file. */
export function tireurDeCas(fichier: FichierClos, de: Hasard): () => Cas {
  const seuils = seuilsDe(fichier);
  const faits = Object.entries(fichier.faits);
  const dates = datesDe(fichier);
  return () => {
    const date = de.chance(0.002) ? de.parmi(['2019-02-30', 'demain', '2017-12-31']) : de.parmi(dates);
    const donnes: Record<string, unknown> = {};
    for (const [nom, declaration] of faits) {
      const tirage = de.entier(0, 99);
      if (tirage < 7) continue;
      donnes[nom] =
        tirage < 9
          ? null
          : tirage === 9 && de.chance(0.5)
            ? valeurFausse(declaration.type, de)
            : valeur(declaration, seuils, donnes, de);
    }
    if (de.chance(0.003)) donnes['faitInconnu'] = 1;
    return { date, faits: donnes };
  };
}

function valeur(
  { type, valeurs, min, max }: DeclarationDeFait,
  seuils: ReadonlyMap<TypeDeFait, readonly ValeurJson[]>,
  donnes: Readonly<Record<string, unknown>>,
  de: Hasard,
): unknown {
  if (valeurs) return de.parmi(valeurs);
  // Most facts are accepted: a case refused at the border says nothing of the evaluators.
  const tirer = (): unknown =>
    tirage(
      type,
      [...(seuils.get(type) ?? []), ...[min, max].filter((borne) => borne !== undefined)],
      donnes,
      de,
    );
  let valeur = tirer();
  for (let essai = 0; essai < 6 && horsBornes(valeur, min, max) && de.chance(0.95); essai++) valeur = tirer();
  return valeur;
}

function horsBornes(valeur: unknown, min: ValeurJson | undefined, max: ValeurJson | undefined): boolean {
  return (
    (min !== undefined && Number(valeur) < Number(min)) || (max !== undefined && Number(valeur) > Number(max))
  );
}

function tirage(
  type: TypeDeFait,
  connus: readonly ValeurJson[],
  donnes: Readonly<Record<string, unknown>>,
  de: Hasard,
): unknown {
  const autres = Object.values(donnes).filter(
    (autre): autre is ValeurJson => typeof autre === 'string' || typeof autre === 'number',
  );
  const sorte = de.entier(0, 9);
  if (sorte < 5 && connus.length > 0) return voisine(type, de.parmi(connus), de);
  if (sorte === 5 && autres.length > 0) return de.parmi(autres);
  return valeurDe(type, de);
}

/** Every constant of the file, by type: thresholds of conditions and values of parameters. */
function seuilsDe(fichier: FichierClos): Map<TypeDeFait, ValeurJson[]> {
  const seuils = new Map<TypeDeFait, ValeurJson[]>();
  const noter = (type: TypeDeFait | undefined, valeur: ValeurJson): void => {
    if (type) seuils.set(type, [...(seuils.get(type) ?? []), valeur]);
  };
  const visiter = (condition: Condition | undefined): void => {
    if (!condition) return;
    if ('fact' in condition) {
      const type = (fichier.faits[condition.fact] ?? fichier.faitsDerives[condition.fact])?.type;
      const { value } = condition;
      if (Array.isArray(value)) for (const element of value as readonly ValeurJson[]) noter(type, element);
      else if (typeof value !== 'object') noter(type, value);
    } else if ('not' in condition) visiter(condition.not);
    else for (const enfant of 'all' in condition ? condition.all : condition.any) visiter(enfant);
  };
  for (const { conditions } of fichier.regles) visiter(conditions);
  for (const { requisSi } of Object.values(fichier.faits)) visiter(requisSi);
  for (const { siPossible } of Object.values(fichier.faitsDerives)) visiter(siPossible);
  for (const { type, valeurs } of Object.values(fichier.parametres))
    for (const { valeur } of valeurs) noter(type, valeur);
  return seuils;
}

/** Dates on either side of each change of a parameter. */
function datesDe(fichier: FichierClos): string[] {
  const premieres = Object.values(fichier.parametres).map(({ valeurs }) => valeurs[0]?.du ?? '');
  const debut = premieres.reduce((plusTard, du) => (du > plusTard ? du : plusTard), '2018-01-01');
  const changements = [
    ...CHANGEMENTS,
    ...Object.values(fichier.parametres).flatMap(({ valeurs }) => valeurs.map(({ du }) => du)),
  ].filter((du) => du >= debut);
  const veilles = changements
    .map((du) => new Date(Date.parse(`${du}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10))
    .filter((jour) => jour >= debut);
  return [...changements, ...veilles, '2019-12-31', '2021-06-30'].filter((jour) => jour >= debut);
}
