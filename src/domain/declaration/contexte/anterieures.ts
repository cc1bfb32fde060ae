import { sql, type Expression } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/declaration/tables.ts';
import type { Json } from '#src/engine/index.ts';
import { perennitesDuJour, type Perennite, type Perennites } from '#src/domain/formulaire/perennite.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import type { SujetDeDeclaration } from '#src/domain/declaration/contexte/sujet.ts';
import { DecisionHumaine } from '#src/domain/declaration/declaration.ts';
import type { Totaux, Valeurs } from '#src/domain/formulaire/saisie/donnees.ts';
import type { AnterieuresDemandees } from '#src/domain/formulaire/definition.ts';

/** The last transmission of a declaration of the equipment. */
export interface TransmissionDeLEquipement {
  readonly id: string;
  readonly conventionnement: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly etat: string;
  readonly transmiseLe: string;
  readonly estimation: string | null;
  /** Completed by the form of that day. */
  readonly donnees: { readonly activite: Valeurs; readonly finances: Valeurs; readonly totaux: Totaux };
}

/** An instant to the second, UTC. */
export const aLaSeconde = (instant: Expression<string>) =>
  sql<string>`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** What a transmission keeps, without the context it was judged with. */
export const sansContexte = (donnees: Expression<unknown>) =>
  sql<TransmissionDeLEquipement['donnees']>`${donnees} - 'contexte' - 'sousReserve'`;

/**
 * The last transmission of each declaration of an equipment over some exercices, in one read; a returned
 * declaration counts by what was
 * transmitted of it. Without the context it was judged with: contexts must not nest.
 */
export function transmissionsDeLEquipement(
  { em }: UniteDeLecture,
  { caf, equipement, exercice }: SujetDeDeclaration,
  exercices: number,
): Promise<TransmissionDeLEquipement[]> {
  return lireLignes(
    em,
    tables
      .selectFrom('declaration as d')
      .innerJoin('transmission as t', 't.declaration_id', 'd.id')
      .distinctOn('d.id')
      .select(({ ref }) => [
        'd.id',
        'd.conventionnement_id as conventionnement',
        'd.exercice',
        'd.perennite',
        'd.etat',
        't.estimation',
        aLaSeconde(ref('t.le')).as('transmiseLe'),
        sansContexte(ref('t.donnees')).as('donnees'),
      ])
      .where('d.caf_id', '=', caf.id)
      .where('d.equipement_id', '=', equipement.id)
      .where(({ between }) => between('d.exercice', exercice - exercices, exercice))
      .orderBy('d.id')
      .orderBy('t.numero', 'desc'),
  );
}

/**
 * What a form keeps of a declaration of the equipment: its own expressions over the data transmitted, as the
 * form of that day completed them.
 */
export function retenir(
  { retient }: Pick<AnterieuresDemandees, 'retient'>,
  { donnees }: Pick<TransmissionDeLEquipement, 'donnees'>,
): { readonly [nom: string]: Json } {
  const racines = { donnees: { ...donnees.activite, ...donnees.finances }, totaux: donnees.totaux };
  return Object.fromEntries(Object.entries(retient).map(([nom, texte]) => [nom, evaluer(texte, racines)]));
}

/**
 * Declarations made before the one asked about, for its year and those before: never itself, nor a pérennité
 * that comes after its own.
 */
export function precedentes(
  transmissions: readonly TransmissionDeLEquipement[],
  { exercice, perennite, conventionnement }: SujetDeDeclaration,
  perennites: Perennites,
): TransmissionDeLEquipement[] {
  const rang = perennites.rang(perennite);
  const meme = (une: TransmissionDeLEquipement): boolean => une.conventionnement === conventionnement.id;
  return transmissions
    .filter(
      (une) =>
        une.exercice < exercice ||
        perennites.rang(une.perennite) < rang ||
        (une.perennite === perennite && !meme(une)),
    )
    .sort(
      (a, b) =>
        b.exercice - a.exercice ||
        perennites.rang(b.perennite) - perennites.rang(a.perennite) ||
        Number(meme(b)) - Number(meme(a)) ||
        b.transmiseLe.localeCompare(a.transmiseLe) ||
        a.id.localeCompare(b.id),
    );
}

/** The fact `anterieures`. */
export const anterieures = (
  transmissions: readonly TransmissionDeLEquipement[],
  sujet: SujetDeDeclaration,
  demandees: AnterieuresDemandees,
  perennites: Perennites,
): Json =>
  precedentes(transmissions, sujet, perennites).map((une) => ({
    exercice: une.exercice,
    perennite: une.perennite,
    conventionnement: une.conventionnement,
    memeConventionnement: une.conventionnement === sujet.conventionnement.id,
    transmiseLe: une.transmiseLe,
    estimation: une.estimation,
    faits: retenir(demandees, une),
  }));

/** The fact `decisionsAnterieures`: what people decided on those declarations, the earliest first. */
export async function decisionsAnterieures(
  unite: UniteDeLecture,
  transmissions: readonly TransmissionDeLEquipement[],
  sujet: SujetDeDeclaration,
): Promise<Json> {
  const { em } = unite;
  const sources = new Map(
    precedentes(transmissions, sujet, perennitesDuJour(unite)).map((une) => [une.id, une]),
  );
  const decisions = await em.find(
    DecisionHumaine,
    { declaration: { $in: [...sources.keys()] } },
    { populate: ['regleDecision'], orderBy: { le: 'asc' } },
  );
  return decisions.flatMap(({ declaration, jeu, choix, regleDecision }) => {
    const source = sources.get(declaration.id);
    return source === undefined
      ? []
      : [
          {
            exercice: source.exercice,
            perennite: source.perennite,
            memeConventionnement: source.conventionnement === sujet.conventionnement.id,
            jeu,
            choix,
            faits: regleDecision.faits,
          },
        ];
  });
}
