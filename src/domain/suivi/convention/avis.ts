import { Temporal } from 'temporal-polyfill';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { conventionCourante } from '#src/domain/contractualisation/convention/courante.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  actesSelonLEcheance,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { enVigueur, finEffective } from '#src/domain/contractualisation/convention/etat.ts';
import { parametreDesConventions } from '#src/domain/contractualisation/convention/parametres.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** What a partner is told of its convention, from some days before its end. */
export interface AvisDeConvention {
  readonly genre: 'finit-bientot' | 'echue' | 'resiliee';
  readonly numero: string;
  /** First day the convention no longer covers. */
  readonly fin: string;
  /** Whole days left; 0 once it has ended. */
  readonly jours: number;
  /** The next one: being prepared, or active from a later day. */
  readonly suivante: { readonly numero: string; readonly du: string; readonly active: boolean } | null;
  /** Acts that stay open once it has ended, and those it closes: as the rule file `echeance` says. */
  readonly ouverts: readonly ActeDuPartenaire[];
  readonly fermes: readonly ActeDuPartenaire[];
  /** Administrators of the partner, who may have it renewed with their Caf. */
  readonly administrateurs: readonly string[];
}

/** Conventions of the actor's partner, the latest period first. */
export const conventionsDuPartenaire = (unite: UniteDeLecture): Promise<Convention[]> =>
  unite.em.find(
    Convention,
    { partenaire: acteurPartenaire(unite).partenaireId },
    { orderBy: { du: 'desc', id: 'asc' } },
  );

/**
 * The notice of a convention about to end, or ended; null while nothing is to be told: its end is far, or the
 * next one follows without a gap.
 * How many days before is a parameter; a version of it that says nothing gives no notice before the end.
 */
export async function avisDeConvention(
  unite: UniteDeLecture,
  conventions: readonly Convention[],
): Promise<AvisDeConvention | null> {
  const jour = unite.aujourdhui.toString();
  const actives = conventions.filter(({ etat }) => etat === 'active' || etat === 'resiliee');
  const courante = conventionCourante(
    actives.filter(({ du }) => du <= jour),
    jour,
  );
  if (!courante) return null;
  const fin = finEffective(courante);
  const enCours = enVigueur(courante, jour);
  const jours = enCours ? unite.aujourdhui.until(Temporal.PlainDate.from(fin)).days : 0;
  if (enCours && (jours > joursDAvis(unite) || actives.some((une) => enVigueur(une, fin)))) return null;
  const suivante = conventions.find(
    ({ id, du, etat }) => id !== courante.id && du >= fin && etat !== 'resiliee',
  );
  const finie = courante.resilieeLe && courante.resilieeLe < courante.au ? 'resiliee' : 'echue';
  const { ouverts, fermes } = await actesSelonLEcheance(unite, { etat: finie, fin, bulletinActif: true });
  return {
    genre: enCours ? 'finit-bientot' : finie,
    numero: courante.numero,
    fin,
    jours,
    ouverts,
    fermes,
    suivante: suivante
      ? { numero: suivante.numero, du: suivante.du, active: suivante.etat === 'active' }
      : null,
    administrateurs: await administrateursOuverts(unite),
  };
}

function joursDAvis({ registre, aujourdhui }: UniteDeLecture): number {
  return Number(parametreDesConventions(registre, 'avisAvantEcheanceJours', aujourdhui.toString()) ?? -1);
}

async function administrateursOuverts(unite: UniteDeLecture): Promise<string[]> {
  const jour = unite.aujourdhui.toString();
  const trouves = await unite.em.find(
    Utilisateur,
    {
      partenaire: acteurPartenaire(unite).partenaireId,
      administrateur: true,
      ouvertLe: { $lte: jour },
      $or: [{ closLe: null }, { closLe: { $gt: jour } }],
    },
    { orderBy: { nom: 'asc', id: 'asc' } },
  );
  return trouves.map(({ prenom, nom }) => `${prenom} ${nom}`);
}
