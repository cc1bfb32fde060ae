import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { NomsProposes } from '#admin/ecrans/atelier/brouillon/editeur/types.ts';
import { schemasA, type Schema } from '#admin/ecrans/atelier/brouillon/editeur/schema.ts';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** Lists of names by the key whose value they fill. */
const NOMS_PAR_CLE: Readonly<Record<string, keyof NomsProposes>> = {
  fact: 'faits',
  champ: 'faits',
  champs: 'faits',
  requisAvec: 'faits',
  fait: 'faits',
  parametre: 'parametres',
  sources: 'citations',
  question: 'questions',
  message: 'messages',
  issue: 'issues',
  issues: 'issues',
  siAucuneRegle: 'issues',
  ordre: 'issues',
};
/** Objects whose keys are declared facts. */
const CLES_DE_FAITS: ReadonlySet<string> = new Set(['etantDonne']);

const texteDe = (etat: EditorState, noeud: SyntaxNode): string =>
  etat.sliceDoc(noeud.from, noeud.to).replace(/^"|"$/g, '');

/** Path of the value a node stands in, and the keys its object already has. */
function endroit(
  etat: EditorState,
  depart: SyntaxNode,
): { chemin: (string | number)[]; presentes: ReadonlySet<string>; surUneCle: boolean } {
  const chemin: (string | number)[] = [];
  const surUneCle = estSurUneCle(depart);
  let objet: SyntaxNode | undefined;
  for (let noeud: SyntaxNode | null = depart; noeud; noeud = noeud.parent) {
    if (noeud.name === 'Object') objet ??= noeud;
    if (noeud.name === 'Property' && !(surUneCle && noeud === depart.parent)) {
      const cle = noeud.getChild('PropertyName');
      if (cle) chemin.unshift(texteDe(etat, cle));
    }
    if (noeud.parent?.name === 'Array') chemin.unshift(rangDe(noeud));
  }
  return { chemin, presentes: objet ? clesDe(etat, objet, depart) : new Set(), surUneCle };
}

const estSurUneCle = (noeud: SyntaxNode): boolean =>
  noeud.name === 'PropertyName' ||
  noeud.name === 'Object' ||
  (noeud.parent?.name === 'Property' && noeud.parent.getChild('PropertyName') === noeud);

/** Keys of an object, without the one being written. */
function clesDe(etat: EditorState, objet: SyntaxNode, ecrite: SyntaxNode): ReadonlySet<string> {
  return new Set(
    objet.getChildren('Property').flatMap((membre) => {
      const cle = membre.getChild('PropertyName');
      return cle && cle.from !== ecrite.from ? [texteDe(etat, cle)] : [];
    }),
  );
}

/** Place of a value in its list. */
function rangDe(noeud: SyntaxNode): number {
  let rang = 0;
  for (let avant = noeud.prevSibling; avant; avant = avant.prevSibling)
    if (!['[', ',', '⚠'].includes(avant.name)) rang++;
  return rang;
}

/**
 * Proposes property names with their French descriptions, values of closed lists, names the file declares.
 */
export function completer(racine: Schema, noms: () => NomsProposes) {
  return (contexte: CompletionContext): CompletionResult | null => {
    const { state: etat, pos } = contexte;
    const noeud = syntaxTree(etat).resolveInner(pos, -1);
    const dansUnTexte = noeud.name === 'String' || noeud.name === 'PropertyName';
    if (!dansUnTexte && !contexte.explicit) return null;
    const { chemin, presentes, surUneCle } = endroit(etat, noeud);
    const [from, to] = dansUnTexte ? [noeud.from, noeud.to] : [pos, pos];
    const options = surUneCle
      ? clesPossibles(racine, chemin, presentes, noms())
      : valeursPossibles(racine, chemin, noms());
    return options.length > 0 ? { from, to, options, filter: true } : null;
  };
}

function clesPossibles(
  racine: Schema,
  chemin: readonly (string | number)[],
  presentes: ReadonlySet<string>,
  noms: NomsProposes,
): Completion[] {
  const derniere = chemin.at(-1);
  if (typeof derniere === 'string' && CLES_DE_FAITS.has(derniere))
    return noms.faits
      .filter(({ nom }) => !presentes.has(nom))
      .map(({ nom, libelle }) => ({
        label: `"${nom}"`,
        detail: libelle,
        type: 'property',
        apply: `"${nom}": `,
      }));
  const vues = new Map<string, Completion>();
  for (const { properties = {}, required = [] } of schemasA(racine, chemin)) {
    for (const [cle, schema] of Object.entries(properties)) {
      if (presentes.has(cle) || vues.has(cle)) continue;
      const description =
        schemasA(racine, [...chemin, cle]).find((candidat) => candidat.description)?.description ??
        schema.description;
      vues.set(cle, {
        label: `"${cle}"`,
        detail: required.includes(cle) ? 'obligatoire' : undefined,
        info: description,
        type: 'property',
        apply: `"${cle}": `,
        boost: required.includes(cle) ? 1 : 0,
      });
    }
  }
  return [...vues.values()];
}

function valeursPossibles(
  racine: Schema,
  chemin: readonly (string | number)[],
  noms: NomsProposes,
): Completion[] {
  const cle = chemin.findLast((etape) => typeof etape === 'string');
  const liste = typeof cle === 'string' ? NOMS_PAR_CLE[cle] : undefined;
  const declares = (liste ? noms[liste] : []).map(
    ({ nom, libelle }): Completion => ({ label: `"${nom}"`, detail: libelle, type: 'variable' }),
  );
  const fermees = schemasA(racine, chemin).flatMap(({ enum: valeurs = [], const: seule, type }) => {
    const toutes = [
      ...valeurs,
      ...(seule === undefined ? [] : [seule]),
      ...(type === 'boolean' ? [true, false] : []),
    ];
    return toutes.map((valeur): Completion => ({ label: JSON.stringify(valeur), type: 'enum' }));
  });
  return [...new Map([...declares, ...fermees].map((option) => [option.label, option])).values()];
}
