import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import { Decimal } from 'decimal.js';
import type { Json } from '#src/engine/index.ts';
import {
  perennitesAu,
  perennitesDuJour,
  type Perennite,
  type PerenniteDuReferentiel,
} from '#src/domain/formulaire/perennite.ts';
import { campagnesDeLExercice } from '#src/domain/declaration/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  aLaSeconde,
  retenir,
  sansContexte,
  type TransmissionDeLEquipement,
} from '#src/domain/declaration/contexte/anterieures.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import type { AnterieuresDemandees, DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { libelleEtat } from '#src/domain/declaration/libelles.ts';
import { exiger } from '#src/kernel/droits/droits.ts';

/** One declaration of the year, in the column of its pérennité. */
export interface CaseDeLAnnee {
  readonly id: string;
  readonly etat: EtatDeclaration;
  readonly etatLibelle: string;
  readonly transmiseLe: Date | null;
  /** Of the last transmission; null before the first. */
  readonly charges: string | null;
  readonly etp: string | null;
  readonly mois: string | null;
  readonly estimation: string | null;
  /** Estimate minus that of the pérennité before it that has one. */
  readonly ecart: string | null;
}

/** One conventionnement of the year, with a cell per pérennité: null when it is not begun. */
export interface LigneDeLAnnee {
  readonly conventionnement: {
    readonly id: string;
    readonly numeroMaia: string | null;
    readonly du: string;
    readonly au: string;
    readonly etpValide: string | null;
  };
  readonly cases: Readonly<Partial<Record<Perennite, CaseDeLAnnee | null>>>;
}

export interface AnneeDeLEquipement {
  readonly exercice: number;
  readonly perennites: readonly {
    readonly perennite: Perennite;
    readonly libelle: string;
    /** When the Caf opens it, and the first day it is closed; null as long as it has not said so. */
    readonly campagne: { readonly ouvreLe: string; readonly fermeLe: string } | null;
  }[];
  readonly lignes: readonly LigneDeLAnnee[];
}

interface Lue {
  readonly equipement: string;
  readonly nom: string;
  readonly type: string;
  readonly conventionnement: string;
  readonly numeroMaia: string | null;
  readonly du: string;
  readonly au: string;
  readonly etpValide: string | null;
  readonly id: string | null;
  readonly perennite: Perennite | null;
  readonly etat: EtatDeclaration | null;
  readonly le: string | null;
  readonly donnees: TransmissionDeLEquipement['donnees'] | null;
  readonly estimation: string | null;
}

/** The year of one equipment among those of the reader. */
export interface AnneeNommee extends AnneeDeLEquipement {
  readonly equipement: { readonly id: string; readonly nom: string; readonly type: string };
}

/**
 * The year of an equipment: its validated conventionnements side by side with what was declared of each. Row
 * security shows
 * each actor his own. What is shown of a declaration is what was transmitted of it last.
 */
export async function anneeDeLEquipement(
  unite: UniteDeLecture,
  { id, caf }: { readonly id: string; readonly caf: { readonly id: string } },
  exercice: number,
): Promise<AnneeDeLEquipement> {
  const [annee] = await anneesDesEquipements(unite, caf.id, [id], exercice);
  return (
    annee ?? {
      exercice,
      perennites: perennitesDuJour(unite).liste.map(({ code, libelle }) => ({
        perennite: code,
        libelle,
        campagne: null,
      })),
      lignes: [],
    }
  );
}

/**
 * The year of each of several equipments of a Caf, by name, in as many reads as for one; those without
 * conventionnement in it are left out.
 */
export async function anneesDesEquipements(
  unite: UniteDeLecture,
  caf: string,
  equipements: readonly string[],
  exercice: number,
): Promise<AnneeNommee[]> {
  const { em, acteur, registre } = unite;
  exiger(acteur, 'Declaration', 'lire');
  if (equipements.length === 0) return [];
  const lues = await lireLignes(
    em,
    tables
      .selectFrom('conventionnement as c')
      .innerJoin('equipement as e', 'e.id', 'c.equipement_id')
      .leftJoin('declaration as d', (jointure) =>
        jointure.onRef('d.conventionnement_id', '=', 'c.id').on('d.exercice', '=', exercice),
      )
      .leftJoinLateral(
        ({ selectFrom }) =>
          selectFrom('transmission as t')
            .select(({ ref }) => [
              aLaSeconde(ref('t.le')).as('le'),
              't.estimation',
              sansContexte(ref('t.donnees')).as('donnees'),
            ])
            .whereRef('t.declaration_id', '=', 'd.id')
            .orderBy('t.numero', 'desc')
            .limit(1)
            .as('t'),
        (jointure) => jointure.onTrue(),
      )
      .select([
        'e.id as equipement',
        'e.nom',
        'e.type',
        'c.id as conventionnement',
        'c.numero_maia as numeroMaia',
        'c.du',
        'c.au',
        'c.etp_valide as etpValide',
        'd.id',
        'd.perennite',
        'd.etat',
        't.le',
        't.donnees',
        't.estimation',
      ])
      .where('c.caf_id', '=', caf)
      .where('c.equipement_id', 'in', equipements)
      .where('c.etat', '=', 'valide')
      .where('c.du', '<=', `${exercice}-12-31`)
      .where('c.au', '>', `${exercice}-01-01`)
      .orderBy('e.nom')
      .orderBy('e.id')
      .orderBy('c.du')
      .orderBy('c.numero_maia')
      .orderBy('c.id'),
  );
  const campagnes = await campagnesDeLExercice(unite, caf, exercice);
  return parCle(lues, ({ equipement }) => equipement).map((siennes): AnneeNommee => {
    const [{ equipement: id, nom, type }] = siennes;
    const definition = registre.formulaire(type, `${exercice}-12-31`)?.definition as
      | DefinitionDeFormulaire
      | undefined;
    const demandees = definition?.contexte?.anterieures ?? { retient: {} };
    const colonnes = colonnesDe(unite, { type, caf, exercice }, siennes);
    return {
      equipement: { id, nom, type },
      exercice,
      perennites: colonnes.map(({ code: perennite, libelle }) => {
        const campagne = campagnes.find((une) => une.typeEquipement === type && une.perennite === perennite);
        return {
          perennite,
          libelle,
          campagne: campagne ? { ouvreLe: campagne.ouvreLe, fermeLe: campagne.fermeLe } : null,
        };
      }),
      lignes: parCle(siennes, ({ conventionnement }) => conventionnement).map((deLui) => {
        const [{ conventionnement, numeroMaia, du, au, etpValide }] = deLui;
        return {
          conventionnement: { id: conventionnement, numeroMaia, du, au, etpValide },
          cases: casesDe(
            deLui,
            demandees,
            colonnes.map(({ code }) => code),
          ),
        };
      }),
    };
  });
}

/** Rows of one key together, in the order they came. */
function parCle(lues: readonly Lue[], cle: (lue: Lue) => string): [Lue, ...Lue[]][] {
  const groupes = new Map<string, [Lue, ...Lue[]]>();
  for (const lue of lues) {
    const groupe = groupes.get(cle(lue));
    if (groupe) groupe.push(lue);
    else groupes.set(cle(lue), [lue]);
  }
  return [...groupes.values()];
}

/** Figures are those the form retains under these names; another form may know none of them. */
function casesDe(
  lues: readonly Lue[],
  demandees: Pick<AnterieuresDemandees, 'retient'>,
  perennites: readonly Perennite[],
): LigneDeLAnnee['cases'] {
  let precedente: string | null = null;
  const caseDe = (perennite: Perennite): CaseDeLAnnee | null => {
    const lue = lues.find((une) => une.perennite === perennite);
    if (!lue || lue.id === null || lue.etat === null) return null;
    const { id, etat, le, donnees, estimation } = lue;
    const {
      totalCharges = null,
      etpDeclare = null,
      mois = null,
    } = donnees ? retenir(demandees, { donnees }) : {};
    const enTexte = (valeur: Json): string | null =>
      typeof valeur === 'string' || typeof valeur === 'number' ? String(valeur) : null;
    const ecart =
      estimation === null || precedente === null
        ? null
        : new Decimal(estimation).minus(precedente).toFixed(2);
    precedente = estimation ?? precedente;
    return {
      id,
      etat,
      etatLibelle: libelleEtat(etat),
      transmiseLe: le === null ? null : new Date(le),
      charges: enTexte(totalCharges),
      etp: enTexte(etpDeclare),
      mois: enTexte(mois),
      estimation,
      ecart,
    };
  };
  // In the order of the year: each is compared with the one before it.
  return Object.fromEntries(perennites.map((perennite) => [perennite, caseDe(perennite)]));
}

/** What is asked of a type of equipment for a year, and what was declared all the same. */
function colonnesDe(
  { registre }: UniteDeLecture,
  { type, caf, exercice }: { readonly type: string; readonly caf: string; readonly exercice: number },
  lues: readonly Lue[],
): readonly Pick<PerenniteDuReferentiel, 'code' | 'libelle'>[] {
  const perennites = perennitesAu(registre, `${exercice}-12-31`);
  const demandees = perennites.demandees(type, caf, exercice);
  const autres = new Set(lues.flatMap(({ perennite }) => perennite ?? []));
  for (const { code } of demandees) autres.delete(code);
  return [...demandees, ...[...autres].map((code) => ({ code, libelle: perennites.libelle(code) }))].sort(
    (a, b) => perennites.rang(a.code) - perennites.rang(b.code),
  );
}
