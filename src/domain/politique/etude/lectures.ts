/** What screens and commands read of studies. */
import { jsonBuildObject } from 'kysely/helpers/postgres';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { instant } from '#src/domain/politique/versions/sql.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { exiger, peut } from '#src/kernel/droits/droits.ts';
import type { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { casDeLEtude } from '#src/domain/politique/impact/cas.ts';
import type { CasChange } from '#src/domain/politique/impact/types.ts';
import type { RapportDImpact } from '#src/domain/politique/impact/rapport.ts';

/** A study without its report, as a list shows it. */
export interface EtudeListe {
  readonly id: string;
  readonly jeu: string;
  readonly avant: { readonly numero: string; readonly empreinte: string };
  readonly apres: { readonly numero: string; readonly empreinte: string };
  readonly du: string | null;
  readonly au: string | null;
  readonly etat: EtudeImpact['etat'];
  /** Cases to judge, stored and drawn; null until it begins. */
  readonly total: number | null;
  readonly faits: number;
  readonly changes: number;
  /** At the pace so far, in milliseconds; null when it does not run or has no pace yet. */
  readonly resteMs: number | null;
  readonly erreur: string | null;
  readonly lanceeLe: string;
  readonly empreinteRapport: string | null;
}

/** Columns of {@link EtudeListe}: the texts of the files and the counts stay where they are. */
const etudes = tables
  .selectFrom('etude_impact as e')
  .select(({ eb, ref }) => [
    'e.id',
    'e.jeu',
    jsonBuildObject({ numero: ref('e.avant_numero'), empreinte: ref('e.avant_empreinte') }).as('avant'),
    jsonBuildObject({ numero: ref('e.apres_numero'), empreinte: ref('e.apres_empreinte') }).as('apres'),
    'e.du',
    'e.au',
    'e.etat',
    eb('e.total', '+', ref('e.generes')).as('total'),
    eb('e.lus', '+', ref('e.tires')).as('faits'),
    'e.changes',
    'e.duree_ms as dureeMs',
    'e.erreur',
    instant(ref('e.lancee_le')).as('lanceeLe'),
    'e.empreinte_rapport as empreinteRapport',
  ]);
type LigneDEtude = Omit<EtudeListe, 'resteMs'> & { readonly dureeMs: number };

const enListe = <L extends LigneDEtude>({
  dureeMs,
  ...etude
}: L): Omit<L, 'dureeMs'> & { readonly resteMs: number | null } => ({
  ...etude,
  resteMs: resteMs(etude.etat === 'en-cours' ? etude.total : null, etude.faits, dureeMs),
});

/** Time that remains at the pace so far; null when it cannot be told. */
export const resteMs = (total: number | null, faits: number, dureeMs: number): number | null =>
  total === null || faits === 0 ? null : Math.round((Math.max(total - faits, 0) * dureeMs) / faits);

const ETUDES_LISTEES = 50;

/** The latest studies, of one rule file or of all. */
export async function etudesDImpact(unite: UniteDeLecture, jeu?: string): Promise<EtudeListe[]> {
  exiger(unite.acteur, 'EtudeImpact', 'lire');
  const dernieres = etudes.orderBy('e.lancee_le', 'desc').orderBy('e.id').limit(ETUDES_LISTEES);
  const lignes = await lireLignes(
    unite.em,
    jeu === undefined ? dernieres : dernieres.where('e.jeu', '=', jeu),
  );
  return lignes.map(enListe);
}

/** One study, with its report once it is finished. @throws Introuvable */
export async function etudeDImpact(
  unite: UniteDeLecture,
  id: string,
): Promise<EtudeListe & { readonly rapport: RapportDImpact | null }> {
  exiger(unite.acteur, 'EtudeImpact', 'lire');
  const [ligne] = await lireLignes(
    unite.em,
    etudes.select('e.rapport').where(({ cast }) => cast<string>('e.id', 'text'), '=', id),
  );
  if (!ligne) throw new Introuvable('Étude');
  return {
    ...enListe(ligne),
    rapport: ligne.rapport === null ? null : (JSON.parse(ligne.rapport) as RapportDImpact),
  };
}

/** The latest study of a text, the report of which its submission waits for; null when none was asked. */
export async function derniereEtudeDe(
  unite: UniteDeLecture,
  apresEmpreinte: string,
): Promise<EtudeListe | null> {
  if (!peut(unite.acteur, 'EtudeImpact', 'lire')) return null;
  const [ligne] = await lireLignes(
    unite.em,
    etudes
      .where('e.apres_empreinte', '=', apresEmpreinte)
      .orderBy('e.lancee_le', 'desc')
      .orderBy((eb) => eb('e.etat', 'in', ['en-attente', 'en-cours']), 'desc')
      .limit(1),
  );
  return ligne ? enListe(ligne) : null;
}

const LOT_DE_CAS = 1_000;

/** Every changed case of a study, a batch in memory at a time. @param lire one short transaction per batch */
export async function* tousLesCas(
  lire: <T>(lecture: (unite: UniteDeLecture) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<CasChange> {
  for (let rang = 0; ; ) {
    const lot = await lire((unite) => {
      exiger(unite.acteur, 'EtudeImpact', 'lire');
      return casDeLEtude(unite, id, rang, LOT_DE_CAS);
    });
    yield* lot;
    if (lot.length < LOT_DE_CAS) return;
    rang += lot.length;
  }
}
