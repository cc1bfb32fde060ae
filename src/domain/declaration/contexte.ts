import { Campagne, type Perennite } from '#src/domain/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { situationContractuelle } from '#src/domain/convention/situation.ts';
import { animateursDe } from '#src/domain/declaration/contexte-animateurs.ts';
import type { ContexteJson } from '#src/domain/declaration/formulaire/options.ts';
import { LieuImplantation, type Conventionnement, type Equipement } from '#src/domain/equipement/equipement.ts';

/** The declaration asked about, begun or not. */
export interface SujetDeDeclaration {
  readonly caf: { readonly id: string };
  readonly partenaire: { readonly id: string };
  readonly equipement: Pick<Equipement, 'id' | 'type' | 'nom'>;
  readonly conventionnement: Pick<Conventionnement, 'id' | 'du' | 'au' | 'etpValide' | 'animateurs' | 'numeroMaia'>;
  readonly exercice: number;
  readonly perennite: Perennite;
}

/** Contexts already read, by unit of work: no command on a declaration changes the Caf's records it is judged with. */
const lus = new WeakMap<object, Map<string, Promise<ContexteJson>>>();

/** What expressions of a form definition see as `contexte`: the Caf's records on the day of the request, read once in a unit of work. */
export function contexteDe(unite: UniteDeLecture, sujet: SujetDeDeclaration, dejaTransmise: boolean): Promise<ContexteJson> {
  const cle = `${sujet.conventionnement.id} ${sujet.exercice} ${sujet.perennite} ${dejaTransmise}`;
  const deLUnite = lus.get(unite.em) ?? new Map<string, Promise<ContexteJson>>();
  lus.set(unite.em, deLUnite);
  const contexte = deLUnite.get(cle) ?? lireContexte(unite, sujet, dejaTransmise);
  deLUnite.set(cle, contexte);
  return contexte;
}

async function lireContexte(unite: UniteDeLecture, sujet: SujetDeDeclaration, dejaTransmise: boolean): Promise<ContexteJson> {
  const { exercice, perennite, equipement, conventionnement } = sujet;
  // One connection serves the transaction: reads follow one another.
  const presents = await animateursDe(unite, equipement, conventionnement, exercice);
  const lieux = await unite.em.find(LieuImplantation, { equipement: equipement.id }, { orderBy: { nom: 'asc' } });
  const reference = lieux.find(({ nature }) => nature === 'unique' || nature === 'principal');
  return {
    exercice, perennite, debutExercice: `${exercice}-01-01`, finExercice: `${exercice}-12-31`,
    aujourdhui: unite.aujourdhui.toString(), dejaTransmise,
    typeEquipement: equipement.type, equipement: { nom: equipement.nom },
    conventionnement: { etpValide: conventionnement.etpValide ?? null, du: conventionnement.du, au: conventionnement.au, numeroMaia: conventionnement.numeroMaia ?? null },
    ...presents,
    lieuUnique: reference === undefined ? null : reference.nature === 'unique',
    communes: [...new Set(lieux.map(({ communeCode }) => communeCode))],
    campagne: await campagneDe(unite, sujet),
    convention: { ...await situationContractuelle(unite, sujet.partenaire.id) },
  };
}

async function campagneDe(unite: UniteDeLecture, { caf, equipement, exercice, perennite }: SujetDeDeclaration) {
  const campagne = await unite.em.findOne(Campagne, { caf: caf.id, typeEquipement: equipement.type, exercice, perennite });
  return { existe: campagne !== null, ouvreLe: campagne?.ouvreLe ?? null, fermeLe: campagne?.fermeLe ?? null, fermetureManuelle: campagne?.fermeeManuellement ?? false };
}
