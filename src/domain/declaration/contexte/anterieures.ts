import type { Json } from '#src/engine/index.ts';
import { PERENNITES, type Perennite } from '#src/domain/formulaire/perennite.ts';
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

const rangDe = (perennite: Perennite): number => PERENNITES.indexOf(perennite);

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
  return em.execute<TransmissionDeLEquipement[]>(
    `
    select distinct on (d.id) d.id, d.conventionnement_id as conventionnement, d.exercice, d.perennite, d.etat, t.estimation,
      to_char(t.le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "transmiseLe", t.donnees - 'contexte' - 'sousReserve' as donnees
    from declaration d join transmission t on t.declaration_id = d.id
    where d.caf_id = ? and d.equipement_id = ? and d.exercice between ? and ?
    order by d.id, t.numero desc`,
    [caf.id, equipement.id, exercice - exercices, exercice],
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
): TransmissionDeLEquipement[] {
  const rang = rangDe(perennite);
  const meme = (une: TransmissionDeLEquipement): boolean => une.conventionnement === conventionnement.id;
  return transmissions
    .filter(
      (une) =>
        une.exercice < exercice ||
        rangDe(une.perennite) < rang ||
        (une.perennite === perennite && !meme(une)),
    )
    .sort(
      (a, b) =>
        b.exercice - a.exercice ||
        rangDe(b.perennite) - rangDe(a.perennite) ||
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
): Json =>
  precedentes(transmissions, sujet).map((une) => ({
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
  { em }: UniteDeLecture,
  transmissions: readonly TransmissionDeLEquipement[],
  sujet: SujetDeDeclaration,
): Promise<Json> {
  const sources = new Map(precedentes(transmissions, sujet).map((une) => [une.id, une]));
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
