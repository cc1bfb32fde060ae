import type { FilterQuery, Loaded } from '@mikro-orm/core';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { chargerDeclaration } from '#src/domain/declaration/charger.ts';
import {
  Declaration,
  EvenementDeclaration,
  type EtatDeclaration,
} from '#src/domain/declaration/declaration.ts';
import { EVENEMENTS, type TypeEvenement } from '#src/domain/declaration/evenements.ts';
import { LIBELLES_PERENNITE, libelleEtat } from '#src/domain/declaration/libelles.ts';
import { equipementsLus } from '#src/domain/declaration/acces.ts';
import { exiger } from '#src/kernel/droits/droits.ts';

/** In whose hands a declaration is, by its state; a treated one in nobody's. */
export const DETENTEURS = {
  partenaire: ['brouillon', 'renvoyee', 'retournee', 'a-approuver'],
  caf: ['transmise', 'en-traitement'],
} as const satisfies Readonly<Record<string, readonly EtatDeclaration[]>>;

export interface FiltresDeDeclarations {
  readonly exercice?: number;
  readonly perennite?: Perennite;
  readonly etat?: EtatDeclaration;
  /** In the hands of the partner, or of the Caf. */
  readonly chez?: keyof typeof DETENTEURS;
  readonly type?: string;
  readonly equipement?: string;
  readonly partenaire?: string;
  /** From 1. */
  readonly page?: number;
  readonly taille?: number;
}

export interface LigneDeDeclaration {
  readonly id: string;
  readonly equipement: { readonly id: string; readonly nom: string; readonly type: string };
  readonly partenaire: { readonly id: string; readonly nom: string };
  /** Tells two of one equipment and year apart. */
  readonly conventionnement: { readonly numeroMaia: string | null; readonly du: string; readonly au: string };
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly perenniteLibelle: string;
  readonly etat: EtatDeclaration;
  readonly etatLibelle: string;
  readonly estimation: string | null;
  readonly sousReserve: boolean;
  readonly transmiseLe: Date | null;
  readonly activiteTerminee: boolean;
  readonly financesTerminees: boolean;
}

const TAILLE = 20;

/**
 * Declarations the actor may see, the latest exercice first: an agent those of his Caf, a partner's user
 * those of the
 * equipments he holds a role on.
 */
export async function declarations(
  unite: UniteDeLecture,
  filtres: FiltresDeDeclarations = {},
): Promise<{ lignes: LigneDeDeclaration[]; total: number }> {
  exiger(unite.acteur, 'Declaration', 'lire');
  const { page = 1, taille = TAILLE } = filtres;
  const [trouvees, total] = await unite.em.findAndCount(
    Declaration,
    { $and: conditionsDe(unite, filtres) },
    {
      populate: ['equipement', 'partenaire', 'conventionnement'],
      orderBy: [{ exercice: 'desc' }, { creeLe: 'desc' }, { id: 'asc' }],
      limit: taille,
      offset: (page - 1) * taille,
      fields: LUS,
    },
  );
  return {
    total,
    lignes: trouvees.map(ligneDe),
  };
}

/** What a list shows of a declaration. */
const LUS = [
  'id',
  'equipement.nom',
  'equipement.type',
  'partenaire.nom',
  'conventionnement.numeroMaia',
  'conventionnement.du',
  'conventionnement.au',
  'exercice',
  'perennite',
  'etat',
  'estimation',
  'sousReserve',
  'transmiseLe',
  'activiteCompleteLe',
  'financesCompletesLe',
] as const;
type DeclarationDeListe = Loaded<
  Declaration,
  'equipement' | 'partenaire' | 'conventionnement',
  (typeof LUS)[number]
>;

/** What the actor may see, narrowed by what he asks. */
function conditionsDe(
  { acteur }: UniteDeLecture,
  { exercice, perennite, etat, chez, type, equipement, partenaire }: FiltresDeDeclarations,
): FilterQuery<Declaration>[] {
  return [
    ...(acteur.type === 'partenaire'
      ? [
          {
            equipement: { $in: equipementsLus(acteur) },
          },
        ]
      : []),
    ...(exercice === undefined ? [] : [{ exercice }]),
    ...(perennite === undefined ? [] : [{ perennite }]),
    ...(etat === undefined ? [] : [{ etat }]),
    ...(chez === undefined ? [] : [{ etat: { $in: [...DETENTEURS[chez]] } }]),
    ...(type === undefined ? [] : [{ equipement: { type } }]),
    ...(equipement === undefined ? [] : [{ equipement }]),
    ...(partenaire === undefined ? [] : [{ partenaire }]),
  ];
}

function ligneDe(declaration: DeclarationDeListe): LigneDeDeclaration {
  return {
    id: declaration.id,
    equipement: {
      id: declaration.equipement.id,
      nom: declaration.equipement.nom,
      type: declaration.equipement.type,
    },
    partenaire: { id: declaration.partenaire.id, nom: declaration.partenaire.nom },
    conventionnement: {
      numeroMaia: declaration.conventionnement.numeroMaia ?? null,
      du: declaration.conventionnement.du,
      au: declaration.conventionnement.au,
    },
    exercice: declaration.exercice,
    perennite: declaration.perennite,
    perenniteLibelle: LIBELLES_PERENNITE[declaration.perennite],
    etat: declaration.etat,
    etatLibelle: libelleEtat(declaration.etat),
    estimation: declaration.estimation ?? null,
    sousReserve: declaration.sousReserve,
    transmiseLe: declaration.transmiseLe ?? null,
    activiteTerminee: (declaration.activiteCompleteLe ?? null) !== null,
    financesTerminees: (declaration.financesCompletesLe ?? null) !== null,
  };
}

/**
 * A declaration the actor may read: a partner's user needs a role, whichever it is, on the equipment. Both
 * fournisseurs
 * read both volets (the estimate depends on both); each writes his own only.
 * @throws Introuvable
 */
export async function declarationLisible(unite: UniteDeLecture, id: string): Promise<Declaration> {
  exiger(unite.acteur, 'Declaration', 'lire');
  const declaration = await chargerDeclaration(unite, id, 'empreinteDuContexte');
  if (unite.acteur.type === 'partenaire' && !equipementsLus(unite.acteur).includes(declaration.equipement.id))
    throw new Introuvable('Déclaration');
  return declaration;
}

export interface EtapeDeVie {
  readonly type: string;
  readonly titre: string;
  readonly quand: Date;
  readonly qui: string;
  readonly par: string;
  readonly detail: string | null;
}

/** What happened to a declaration, in order. */
export async function chronologieDe(unite: UniteDeLecture, declarationId: string): Promise<EtapeDeVie[]> {
  const evenements = await unite.em.find(
    EvenementDeclaration,
    { declaration: declarationId },
    { orderBy: { ordre: 'asc' } },
  );
  return evenements.map(({ type, le, acteur, par, motif }) => ({
    type,
    titre: EVENEMENTS[type as TypeEvenement] ?? type,
    quand: le,
    qui: acteur,
    par,
    detail: motif ?? null,
  }));
}
