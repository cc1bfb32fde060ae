/**
 * Semantic comparison of two versions of a shared parameter file: values from, to, date; entries added,
 * removed, changed.
 */
import type { FichierDeParametres, Parametre, ValeurJson } from '#src/engine/format.ts';
import { comparerEntrees, dictionnaire, liste, memes } from './differences.ts';
import type { ComparaisonDeStructure, Differences, Niveau, ParametreChange } from './types.ts';

/** What of a parameter decides how it may be used; another unit or another list is another parameter. */
const NATURE = ['type', 'valeurs possibles'] as const;

/** @param empreintes hashes of the two versions */
export function comparerFichiersDeParametres(
  avant: FichierDeParametres,
  apres: FichierDeParametres,
  empreintes: { readonly avant: string; readonly apres: string },
): ComparaisonDeStructure {
  const noms = [...new Set([...Object.keys(avant.parametres), ...Object.keys(apres.parametres)])];
  const parametres = noms.flatMap((nom) =>
    comparerValeurs(nom, propre(avant.parametres, nom), propre(apres.parametres, nom)),
  );
  const declarations = comparerEntrees(dictionnaire(declarees(avant)), dictionnaire(declarees(apres)));
  const enveloppe = avant.titre === apres.titre ? [] : ['titre'];
  const rubriques = [
    { libelle: 'Paramètres', ...declarations },
    {
      libelle: 'Questions',
      ...comparerEntrees(dictionnaire(avant.questions), dictionnaire(apres.questions)),
    },
    { libelle: 'Sources', ...comparerEntrees(liste(avant.sources), liste(apres.sources)) },
  ].filter(differe);
  return {
    genre: 'parametres',
    jeu: apres.id,
    avant: { version: avant.version, empreinte: empreintes.avant },
    apres: { version: apres.version, empreinte: empreintes.apres },
    parametres,
    enveloppe,
    rubriques,
    ...niveauDe(declarations, parametres),
  };
}

export const differe = ({ ajoutes, retires, modifies }: Differences): boolean =>
  ajoutes.length + retires.length + modifies.length > 0;

/**
 * A parameter without its values, which are compared day by day; what is written beside each value is one
 * entry.
 */
function declarees({ parametres }: FichierDeParametres): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(parametres).map(([nom, parametre]) => {
      const { valeurs, ...declaration } = parametre;
      return [nom, { ...declaration, appuis: valeurs.map(({ valeur: _valeur, ...appui }) => appui) }];
    }),
  );
}

function niveauDe(
  { ajoutes, retires, modifies }: Differences,
  parametres: readonly ParametreChange[],
): { niveau: Niveau; raisons: string[] } {
  const majeures = [
    ...(retires.length > 0
      ? ['un paramètre est retiré : les fichiers qui le lisent ne le trouveraient plus']
      : []),
    ...(modifies.some(({ quoi }) => quoi.some((champ) => NATURE.some((nature) => nature === champ)))
      ? ['le type d’un paramètre change']
      : []),
  ];
  if (majeures.length > 0) return { niveau: 'majeur', raisons: majeures };
  const mineures = [
    ...(ajoutes.length > 0 ? ['un paramètre est ajouté'] : []),
    ...(parametres.length > 0 ? ['une valeur change à certaines dates'] : []),
  ];
  return mineures.length > 0
    ? { niveau: 'mineur', raisons: mineures }
    : { niveau: 'correctif', raisons: ['aucune valeur ne change, à aucune date'] };
}

/** Each interval on which the two timelines differ. */
function comparerValeurs(
  nom: string,
  avant: Parametre | undefined,
  apres: Parametre | undefined,
): ParametreChange[] {
  const dates = [
    ...new Set([avant, apres].flatMap((parametre) => parametre?.valeurs.map(({ du }) => du) ?? [])),
  ].sort();
  const valeurAu = (parametre: Parametre | undefined, date: string): string | boolean | null =>
    enTexte(parametre?.valeurs.findLast(({ du }) => du <= date)?.valeur);
  const changements: ParametreChange[] = [];
  for (const [rang, du] of dates.entries()) {
    const [de, vers] = [valeurAu(avant, du), valeurAu(apres, du)];
    if (memes(de, vers)) continue;
    const au = dates[rang + 1] ?? null;
    const dernier = changements.at(-1);
    if (dernier?.au === du && dernier.de === de && dernier.vers === vers)
      changements[changements.length - 1] = { ...dernier, au };
    else changements.push({ nom, libelle: apres?.libelle ?? avant?.libelle ?? nom, de, vers, du, au });
  }
  return changements;
}

const enTexte = (valeur: ValeurJson | undefined): string | boolean | null =>
  valeur === undefined ? null : typeof valeur === 'boolean' ? valeur : String(valeur);

function propre<T>(record: Readonly<Record<string, T>>, nom: string): T | undefined {
  return Object.hasOwn(record, nom) ? record[nom] : undefined;
}
