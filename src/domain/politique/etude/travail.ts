/** What the program itself does with a study: take it, write each batch, end it. Commands of the system. */
import { sql, type SqlBool, type Updateable } from 'kysely';
import { z } from 'zod';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables, type TablesDePolitique } from '#src/domain/politique/tables.ts';
import { charger } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { sansJob } from '#src/kernel/jobs.ts';
import { EtudeImpact, JOB_ETUDE } from '#src/domain/politique/versions/etude-impact.ts';
import { joindreAuxSoumissions, passeEtudie } from '#src/domain/politique/porte/impact-requis.ts';
import type { FichierClos } from '#src/engine/index.ts';
import type { AgregatsEcrits } from '#src/domain/politique/impact/agregats.ts';
import type { Avancement, Checkpoint } from '#src/domain/politique/impact/conduire.ts';
import { casDeLEtude } from '#src/domain/politique/impact/cas.ts';
import { compterDecisions, type Population } from '#src/domain/politique/impact/lecture.ts';
import { CAS_LISTES, rapportDImpact, sealReport } from '#src/domain/politique/impact/rapport.ts';
import { EtudePerdue } from '#src/domain/politique/impact/refus.ts';

/** A study this program holds. */
export interface EtudePrise {
  readonly id: string;
  /** Texts of the two versions, with the codes of the referentials their facts name. */
  readonly avant: string;
  readonly apres: string;
  readonly population: Population;
  /** Stored decisions to read. */
  readonly total: number;
  readonly generes: number;
  readonly graine: string;
  readonly avancement: Avancement;
  readonly agregats: AgregatsEcrits;
}

const tenue = { id: z.uuid(), holder: z.uuid() };
/** Given by this program, not by a person: not read again field by field. */
const interne = <T>() => z.custom<T>((valeur) => typeof valeur === 'object' && valeur !== null);

/** The studies that nobody works on, whoever began them. */
const abandonnees = tables
  .selectFrom('etude_impact')
  .select('id')
  .where(({ and, eb, or }) =>
    or([
      eb('etat', '=', 'en-attente'),
      and([eb('etat', '=', 'en-cours'), sql<SqlBool>`bail_jusqu_a < now()`]),
    ]),
  );

/** Until when a study is held from now on. */
const bailDe = (ms: number) => sql<string>`now() + ${ms} * interval '1 millisecond'`;

/**
 * Takes the study asked for, otherwise the oldest one nobody works on, for a time that each batch prolongs:
 * that of a server that died comes back by itself.
 * @returns null when there is none
 */
export const prendreEtude = definirCommande({
  nom: 'impact.prendre',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object({ holder: z.uuid(), leaseMs: z.number().int(), id: z.uuid().optional() }),
  async executer(unite, { holder, leaseMs, id }): Promise<EtudePrise | null> {
    const libres = abandonnees.orderBy('lancee_le').orderBy('id').limit(1).forUpdate().skipLocked();
    const [prise] = await lireLignes(
      unite.em,
      tables
        .updateTable('etude_impact')
        .set((eb) => ({
          etat: 'en-cours',
          porteur: holder,
          bail_jusqu_a: bailDe(leaseMs),
          version: eb('version', '+', 1),
        }))
        .where('id', '=', id === undefined ? libres : libres.where('id', '=', id))
        .returning('id'),
    );
    if (!prise) return null;
    const etude = await charger(unite, EtudeImpact, prise.id, 'Étude');
    const passe = passeEtudie(etude);
    const population: Population = {
      jeu: etude.jeu,
      du: etude.du ?? null,
      au: etude.au ?? null,
      prisesAvant: etude.prisesAvant,
      ...(passe ? { passe: { ...passe, avantEmpreinte: etude.avantEmpreinte } } : {}),
    };
    const total = etude.total ?? (await compterDecisions(unite, population));
    await unite.em.execute('update etude_impact set total = ? where id = ?', [total, etude.id]);
    const { curseur, lectureFinie } = !etude.curseur
      ? { curseur: null, lectureFinie: false }
      : (JSON.parse(etude.curseur) as Pick<Avancement, 'curseur' | 'lectureFinie'>);
    return {
      id: etude.id,
      avant: JSON.stringify(versionEtudiee(unite, etude.avantCanonique)),
      apres: JSON.stringify(versionEtudiee(unite, etude.apresCanonique)),
      population,
      total,
      generes: etude.generes,
      graine: etude.graine,
      avancement: { curseur, lectureFinie, lus: etude.lus, tires: etude.tires },
      agregats: JSON.parse(etude.agregats) as AgregatsEcrits,
    };
  },
});

/** The study this program still holds. */
const laSienne = (id: string, holder: string) =>
  tables
    .updateTable('etude_impact')
    .where('id', '=', id)
    .where('porteur', '=', holder)
    .where('etat', '=', 'en-cours');

/**
 * Writes the end of a batch, all of it or nothing. @throws EtudePerdue when the study was stopped, or another
 * has taken it
 */
export const poserCheckpoint = definirCommande({
  nom: 'impact.poser',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object({
    ...tenue,
    leaseMs: z.number().int(),
    dureeMs: z.number().int(),
    checkpoint: interne<Checkpoint>(),
  }),
  async executer({ em }, { id, holder, leaseMs, dureeMs, checkpoint }) {
    const { curseur, lectureFinie, lus, tires, nombre, changes, agregats } = checkpoint;
    const [etude] = await lireLignes(
      em,
      laSienne(id, holder)
        .set((eb) => ({
          lus,
          tires,
          changes: eb('changes', '+', nombre),
          duree_ms: eb('duree_ms', '+', dureeMs),
          curseur: JSON.stringify({ curseur, lectureFinie }),
          agregats,
          bail_jusqu_a: bailDe(leaseMs),
        }))
        .returning('changes'),
    );
    if (!etude) throw new EtudePerdue();
    if (nombre === 0) return;
    await em.execute(
      `insert into etude_impact_cas (etude_id, rang, decision_id, caf_id, equipement_id, type_equipement, sujet_type, sujet_id, sujet_detail, date_reference, derniere, avant, apres, calculs, cause)
       select ?::uuid, ? + c.rang, (c.cas->>'id')::uuid, c.cas->>'cafId', (c.cas->>'equipementId')::uuid, c.cas->>'typeEquipement', c.cas->>'sujetType', (c.cas->>'sujetId')::uuid, c.cas->>'sujetDetail',
         (c.cas->>'dateReference')::date, (c.cas->>'derniere')::boolean, c.cas->'avant', c.cas->'apres', c.cas->'calculs', c.cas->'cause'
       from jsonb_array_elements(?::jsonb) with ordinality as c (cas, rang)`,
      [id, etude.changes - nombre, changes],
    );
  },
});

/** A version of a study: its cases are of many days, hence every code any version of a referential has. */
const versionEtudiee = ({ registre }: UniteDeLecture, canonique: string): FichierClos =>
  registre.avecReferentiels(JSON.parse(canonique) as FichierClos, null);

/** Writes the report, and joins it to the submissions that wait for it. @throws EtudePerdue */
export const terminerEtude = definirCommande({
  nom: 'impact.terminer',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object(tenue),
  async executer(unite, { id, holder }) {
    const etude = await charger(unite, EtudeImpact, id, 'Étude');
    const rapport = rapportDImpact({
      avant: versionEtudiee(unite, etude.avantCanonique),
      apres: versionEtudiee(unite, etude.apresCanonique),
      avantEmpreinte: etude.avantEmpreinte,
      apresEmpreinte: etude.apresEmpreinte,
      prisesAvant: etude.prisesAvant,
      du: etude.du ?? null,
      au: etude.au ?? null,
      passe: passeEtudie(etude),
      generes: etude.generes,
      graine: etude.graine,
      agregats: JSON.parse(etude.agregats) as AgregatsEcrits,
      changes: etude.changes,
      premiers: await casDeLEtude(unite, id, 0, CAS_LISTES),
    });
    const { texte, empreinte } = sealReport(rapport);
    await finir(unite, id, holder, {
      etat: 'terminee',
      rapport: texte,
      empreinte_rapport: empreinte,
      terminee_le: unite.maintenant.toISOString(),
    });
    unite.journaliser({
      entite: 'EtudeImpact',
      entiteId: id,
      details: { etat: 'terminee', empreinteRapport: empreinte },
    });
    await joindreAuxSoumissions(unite, etude, rapport);
  },
});

/** Gives a study back, for any server to go on with as soon as it can. @throws EtudePerdue */
export const rendreEtude = definirCommande({
  nom: 'impact.rendre',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object(tenue),
  async executer(unite, { id, holder }) {
    await finir(unite, id, holder, { etat: 'en-attente' });
    unite.mettreEnFile(JOB_ETUDE, { id });
  },
});

/** Ends a study that cannot go on, with the reason. @throws EtudePerdue */
export const echouerEtude = definirCommande({
  nom: 'impact.echouer',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object({ ...tenue, erreur: z.string().max(1_000) }),
  async executer(unite, { id, holder, erreur }) {
    await finir(unite, id, holder, { etat: 'echouee', erreur });
    unite.journaliser({ entite: 'EtudeImpact', entiteId: id, details: { etat: 'echouee', erreur } });
  },
});

/** Gives a job to the studies that nobody works on and that no job would take up: its server died, or it was lost. */
export const rattraperEtudes = definirCommande({
  nom: 'impact.rattraper',
  droit: ['EtudeImpact', 'traiter'],
  saisie: z.object({}),
  async executer(unite) {
    const libres = await lireLignes(
      unite.em,
      abandonnees.where(({ ref }) => sansJob(JOB_ETUDE, ref('etude_impact.id'))),
    );
    for (const { id } of libres) unite.mettreEnFile(JOB_ETUDE, { id });
  },
});

async function finir(
  { em }: UniteDeTravail,
  id: string,
  holder: string,
  fin: Updateable<TablesDePolitique['etude_impact']>,
): Promise<void> {
  const finies = await lireLignes(
    em,
    laSienne(id, holder)
      .set((eb) => ({ ...fin, porteur: null, bail_jusqu_a: null, version: eb('version', '+', 1) }))
      .returning('id'),
  );
  if (finies.length === 0) throw new EtudePerdue();
}
