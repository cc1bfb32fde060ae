/** A referential as French a person reads: each line, what it holds beside its name, and on which source. */
import type { EntreeDeReferentiel, FichierDeReferentiel, Propriete } from '#src/engine/format.ts';
import { appuiDe, sourcesEnClair, validiteEnMots, type QuestionRendue } from '#src/engine/rendu/index.ts';

/** Properties by the name people give them; another one stands under its own. */
const PROPRIETES: Readonly<Record<string, string>> = {
  sigle: 'Nom court',
  description: 'Description',
  roles: 'Rôles',
  enPhrase: 'se dit',
  capacites: 'permet de',
  valideParLaCaf: 'validé par la Caf',
  surLeLieu: 'peut être borné à un lieu',
  attenduDe: 'Attendu de',
  contexte: 'Écran',
  url: 'Adresse',
  demandee: 'Demandée',
  types: 'types',
  cafs: 'Caf',
  duExercice: 'à partir de l’exercice',
  auExercice: 'jusqu’à l’exercice',
};
const PORTES: ReadonlySet<string> = new Set(['code', 'libelle', 'sources', 'certitude', 'question']);

/** Renders a referential that conforms to its schema. */
export function rendreReferentiel(fichier: FichierDeReferentiel) {
  const { titre, resume, applicable, entrees } = fichier;
  return {
    titre,
    resume,
    validite: validiteEnMots(applicable),
    lignes: entrees.map((entree) => ({
      code: entree.code,
      libelle: entree.libelle,
      details: Object.entries(entree)
        .filter(([nom]) => !PORTES.has(nom))
        .map(([nom, propriete]) => ({ libelle: PROPRIETES[nom] ?? nom, textes: enTextes(propriete) })),
      appui: appuiDe(fichier, entree),
    })),
    questions: questionsDe(fichier),
    sources: sourcesEnClair(fichier),
  };
}

function questionsDe({ questions, entrees }: FichierDeReferentiel): QuestionRendue[] {
  return Object.entries(questions).map(([id, { texte, a, reponse }]) => ({
    id,
    texte,
    a,
    reponse,
    regles: [],
    concerne: entrees.filter(({ question }) => question === id).map(({ libelle }) => `« ${libelle} »`),
  }));
}

/** What a property says, a text for each of its lines. */
function enTextes(propriete: EntreeDeReferentiel[string]): readonly string[] {
  if (estUneListe(propriete)) return propriete.length === 0 ? ['—'] : propriete.map(enTexte);
  return [enTexte(propriete ?? null)];
}

function enTexte(propriete: Propriete): string {
  if (propriete === null) return '—';
  if (typeof propriete === 'boolean') return propriete ? 'oui' : 'non';
  if (typeof propriete !== 'object') return String(propriete);
  if (estUneListe(propriete)) return propriete.map(enTexte).join(', ');
  const { code, libelle, description, ...reste } = propriete;
  const tete = [libelle, code].filter((texte) => typeof texte === 'string');
  const suite = Object.entries(reste)
    .map(([nom, valeur]) => (valeur === true ? (PROPRIETES[nom] ?? nom) : direPropriete(nom, valeur)))
    .join('fait' in reste ? ' ' : tete.length > 0 ? ' ; ' : ', ');
  const nom = tete.length === 2 ? `${tete[0]} (${tete[1]})` : tete.join('');
  const dit = [nom, ...(typeof description === 'string' ? [description.replace(/\.$/, '')] : [])]
    .filter(Boolean)
    .join(' – ');
  return [dit, suite].filter(Boolean).join(' ; ') || 'toujours';
}

/** « saisir activite »: a thing done needs no name before it. */
function direPropriete(nom: string, valeur: Propriete = null): string {
  if (nom === 'fait' || nom === 'volet') return enTexte(valeur);
  if (estUneListe(valeur) && valeur.length === 0) return `${PROPRIETES[nom] ?? nom} : rien`;
  return `${PROPRIETES[nom] ?? nom} ${enTexte(valeur)}`;
}

const estUneListe = (propriete: unknown): propriete is readonly Propriete[] => Array.isArray(propriete);
