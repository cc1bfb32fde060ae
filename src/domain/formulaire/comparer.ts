/**
 * Semantic comparison of two versions of a form definition: fields added, removed, changed, and the level
 * that follows.
 */
import type { ChampDeSaisie, DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import {
  comparerEntrees,
  dictionnaire,
  liste,
  memes,
  type ComparaisonDeStructure,
  type Differences,
  type Entrees,
  type Niveau,
} from '#src/engine/comparer/index.ts';

/** Fields of an entry that only say it otherwise: nothing more is asked, nothing is computed otherwise. */
const TEXTES: ReadonlySet<string> = new Set([
  'libellé',
  'titre',
  'infobulle',
  'aide',
  'bouton d’ajout',
  'nom d’une ligne',
  'sources',
  'certitude',
  'question',
  'phrases des faits manquants',
  'intitulé',
  'présentation',
  'total',
  'mention',
  'suite d’une absence',
]);

/** @param empreintes hashes of the two versions */
export function comparerFormulaires(
  avant: DefinitionDeFormulaire,
  apres: DefinitionDeFormulaire,
  empreintes: { readonly avant: string; readonly apres: string },
): ComparaisonDeStructure {
  const champs = comparerEntrees(champsDe(avant), champsDe(apres));
  const rubrique = (libelle: string, lire: (definition: DefinitionDeFormulaire) => Entrees) => ({
    libelle,
    ...comparerEntrees(lire(avant), lire(apres)),
  });
  const actives = [
    { libelle: 'Champs', ...champs },
    rubrique('Sections', ({ sections }) => liste(sections.map(({ champs: _champs, ...section }) => section))),
    rubrique('Pérennités', ({ perennites }) => dictionnaire(perennites)),
    rubrique(
      'Listes',
      ({ listes }) => new Map(Object.entries(listes).map(([nom, options]) => [nom, { options }])),
    ),
    rubrique('Contexte', contexteDe),
    rubrique('Préparation des données', ({ preparation = [] }) => liste(preparation)),
    rubrique('Étapes du calcul', ({ enchainement }) => liste(enchainement)),
    rubrique('Estimation', ({ estimation }) => new Map([['estimation', { ...estimation }]])),
  ];
  const enveloppe = [
    ...(avant.titre === apres.titre ? [] : ['titre']),
    ...(avant.resume === apres.resume ? [] : ['résumé']),
    ...(memes(avant.applicable, apres.applicable) ? [] : ['applicable']),
    ...(avant.typeEquipement === apres.typeEquipement ? [] : ['type d’équipement']),
  ];
  const rubriques = [
    ...actives,
    rubrique('Questions', ({ questions }) => dictionnaire(questions)),
    rubrique('Sources', ({ sources }) => liste(sources)),
  ];
  return {
    genre: 'formulaire',
    jeu: apres.id,
    avant: { version: avant.version, empreinte: empreintes.avant },
    apres: { version: apres.version, empreinte: empreintes.apres },
    parametres: [],
    enveloppe,
    rubriques: rubriques.filter(
      ({ ajoutes, retires, modifies }) => ajoutes.length + retires.length + modifies.length > 0,
    ),
    ...niveauDe(champs, actives, enveloppe),
  };
}

/** Facts by name, and what is read of former declarations. */
function contexteDe({ contexte }: DefinitionDeFormulaire): Entrees {
  const faits = (contexte?.faits ?? []).map(
    ({ nom, ...fait }): [string, Readonly<Record<string, unknown>>] => [nom, fait],
  );
  return new Map(contexte?.anterieures ? [...faits, ['anterieures', { ...contexte.anterieures }]] : faits);
}

/**
 * Fields by `section.champ` or `section.groupe.champ`; a group is an entry too. `place` tells a field that
 * moved.
 */
function champsDe({ sections }: DefinitionDeFormulaire): Entrees {
  const entree = (champ: ChampDeSaisie, place: number): Readonly<Record<string, unknown>> => ({
    ...champ,
    place,
  });
  return new Map(
    sections.flatMap(({ id, champs }) =>
      champs.flatMap((champ, place): [string, Readonly<Record<string, unknown>>][] => {
        if (champ.type !== 'groupe') return [[`${id}.${champ.id}`, entree(champ, place)]];
        const { champs: siens, ...groupe } = champ;
        return [
          [`${id}.${champ.id}`, { ...groupe, place }],
          ...siens.map((sien, rang): [string, Readonly<Record<string, unknown>>] => [
            `${id}.${champ.id}.${sien.id}`,
            entree(sien, rang),
          ]),
        ];
      }),
    ),
  );
}

function niveauDe(
  champs: Differences,
  actives: readonly Differences[],
  enveloppe: readonly string[],
): { niveau: Niveau; raisons: string[] } {
  const majeures = [
    ...(champs.retires.length > 0 ? ['un champ est retiré : ce qui y était saisi ne se lirait plus'] : []),
    ...(champs.modifies.some(({ quoi }) => quoi.includes('type')) ? ['le type d’un champ change'] : []),
    ...(enveloppe.includes('applicable') ? ['la période ou la date de référence change'] : []),
    ...(enveloppe.includes('type d’équipement') ? ['le type d’équipement change'] : []),
  ];
  if (majeures.length > 0) return { niveau: 'majeur', raisons: majeures };
  const agit = actives.some(
    ({ ajoutes, retires, modifies }) =>
      ajoutes.length + retires.length > 0 ||
      modifies.some(({ quoi }) => quoi.some((quoiDonc) => !TEXTES.has(quoiDonc) && quoiDonc !== 'place')),
  );
  return agit
    ? {
        niveau: 'mineur',
        raisons: [champs.ajoutes.length > 0 ? 'un champ est ajouté' : 'ce qui est demandé ou calculé change'],
      }
    : { niveau: 'correctif', raisons: ['seuls des textes changent : rien d’autre n’est demandé ni calculé'] };
}
