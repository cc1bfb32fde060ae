/** Semantic comparison of two versions of a referential: lines added, removed, changed, and the level that follows. */
import type { EntreeDeReferentiel, FichierDeReferentiel, Propriete } from '#src/engine/format.ts';
import { comparerEntrees, dictionnaire, liste, memes } from './differences.ts';
import { differe } from './structures.ts';
import type { ComparaisonDeStructure, Differences, Niveau } from './types.ts';

/** Properties that only say a line otherwise. */
const TEXTES: ReadonlySet<string> = new Set(['libellé', 'description', 'sources', 'certitude', 'question']);

/** @param empreintes hashes of the two versions */
export function comparerReferentiels(
  avant: FichierDeReferentiel,
  apres: FichierDeReferentiel,
  empreintes: { readonly avant: string; readonly apres: string },
): ComparaisonDeStructure {
  const entrees = comparerEntrees(parCode(avant), parCode(apres));
  const enveloppe = [
    ...(avant.titre === apres.titre ? [] : ['titre']),
    ...(avant.resume === apres.resume ? [] : ['résumé']),
    ...(memes(avant.applicable, apres.applicable) ? [] : ['applicable']),
  ];
  const rubriques = [
    { libelle: 'Lignes', ...entrees },
    {
      libelle: 'Questions',
      ...comparerEntrees(dictionnaire(avant.questions), dictionnaire(apres.questions)),
    },
    { libelle: 'Sources', ...comparerEntrees(liste(avant.sources), liste(apres.sources)) },
  ].filter(differe);
  return {
    genre: 'referentiel',
    jeu: apres.id,
    avant: { version: avant.version, empreinte: empreintes.avant },
    apres: { version: apres.version, empreinte: empreintes.apres },
    parametres: [],
    enveloppe,
    rubriques,
    ...niveauDe(avant, apres, entrees),
  };
}

const parCode = ({ entrees }: FichierDeReferentiel) =>
  new Map(entrees.map(({ code, ...entree }, place) => [code, { ...entree, place }]));

function niveauDe(
  avant: FichierDeReferentiel,
  apres: FichierDeReferentiel,
  { ajoutes, modifies }: Differences,
): { niveau: Niveau; raisons: string[] } {
  const restants = codesDe(apres.entrees);
  const perdus = [...codesDe(avant.entrees)].filter((code) => !restants.has(code));
  if (perdus.length > 0)
    return {
      niveau: 'majeur',
      raisons: [`${perdus.join(', ')} : un code est retiré, ce qui le porte ne pourrait plus être créé`],
    };
  const agit =
    ajoutes.length > 0 ||
    !memes(avant.applicable, apres.applicable) ||
    modifies.some(({ quoi }) => quoi.some((nom) => !TEXTES.has(nom)));
  return agit
    ? {
        niveau: 'mineur',
        raisons: [ajoutes.length > 0 ? 'une ligne est ajoutée' : 'ce que dit une ligne change'],
      }
    : { niveau: 'correctif', raisons: ['seuls des textes changent'] };
}

/** Codes of the lines and of the lists within them, as « SERVICE/ROLE ». */
function codesDe(entrees: readonly EntreeDeReferentiel[]): Set<string> {
  const codes = new Set<string>();
  const visiter = (ligne: Propriete | undefined, dessus: string): void => {
    if (typeof ligne !== 'object' || ligne === null) return;
    if (Array.isArray(ligne)) {
      for (const une of ligne as readonly Propriete[]) visiter(une, dessus);
      return;
    }
    const { code } = ligne as { readonly [nom: string]: Propriete };
    const ici = typeof code === 'string' ? `${dessus}${code}` : dessus;
    if (typeof code === 'string') codes.add(ici);
    for (const propriete of Object.values(ligne))
      visiter(propriete, typeof code === 'string' ? `${ici}/` : ici);
  };
  for (const entree of entrees) visiter(entree, '');
  return codes;
}
