import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executeur } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import type { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { arreterEtude, lancerEtude, relancerEtude } from '#src/domain/politique/etude/commandes.ts';
import { etudeDImpact, etudesDImpact, tousLesCas } from '#src/domain/politique/etude/lectures.ts';
import type { RapportDImpact } from '#src/domain/politique/impact/rapport.ts';
import { EtudeTerminee, VersionInconnue } from '#src/domain/politique/impact/refus.ts';
import { poserCheckpoint, prendreEtude } from '#src/domain/politique/etude/travail.ts';
import { lireLot, type Curseur } from '#src/domain/politique/impact/lecture.ts';
import { casDuLot } from '#src/domain/politique/impact/lot.ts';
import type { CasBrut } from '#src/domain/politique/impact/types.ts';
import { travaillerUneEtude, travailDesEtudes, type Issue } from '#src/domain/politique/etude/travailleur.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { CONVENTIONNEMENT, DECISIONS, uuid, V1, V2 } from './decisions.ts';

const ANALYSTE = analyste();
const jamais = new AbortController().signal;
const silence = { error: () => undefined };

let application: ApplicationDeTest;
let executeur: Executeur;
let proprietaire: Client;

beforeAll(async () => {
  application = await applicationDeTest(new RegistreVivant([V1, V2]), '2026-03-02');
  ({ executeur } = application);
  await executeur.executer(systeme, initialiserRegistre, { versions: [V1, V2] });
  proprietaire = new Client({ connectionString: application.urlProprietaire });
  await proprietaire.connect();
  await proprietaire.query(`
    insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf A', 'Europe/Paris'), ('452', 'Caf B', 'Europe/Paris');
    insert into type_equipement (id, libelle, ordre) values ('RAM', 'Relais', 1) on conflict do nothing;
    insert into organisme (id, siren, raison_sociale, forme) values ('${uuid(800)}', '123456789', 'Ville', 'commune');
    insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le) values ('${uuid(801)}', '451', '${uuid(800)}', 'Ville', 'VI', now());
    insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values ('${uuid(802)}', '451', '${uuid(801)}', 'RAM', 'Relais', '2020-01-01');
    insert into conventionnement (id, caf_id, partenaire_id, equipement_id, du, au, animateurs) values ('${CONVENTIONNEMENT}', '451', '${uuid(801)}', '${uuid(802)}', '2020-01-01', '2030-01-01', '[]')`);
  for (const [
    rang,
    { sujet, caf = '451', montant, le = '2026-01-05', type = 'Essai', date = '2026-01-01' },
  ] of DECISIONS.entries()) {
    await proprietaire.query(
      `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
       values ($1, $2, 'aide', '1.0.0', $3, $4, $5, 'decide', '[]', '[]', '{}', '[]', '{}', '{}', $6, $7, $8, 'r')`,
      [uuid(rang + 100), caf, V1.empreinte, date, JSON.stringify({ montant }), type, uuid(sujet), le],
    );
  }
});
afterAll(async () => {
  await proprietaire.end();
  await application.fermer();
});

const lancer = (saisie: object = {}): Promise<EtudeImpact> =>
  executeur.executer(ANALYSTE, lancerEtude, {
    avant: V1.empreinte,
    apres: V2.empreinte,
    generes: 0,
    ...saisie,
  });
const travailler = (avec: Executeur = executeur, arret = jamais): Promise<Issue> =>
  travaillerUneEtude({ executeur: avec, log: silence, leaseMs: 0, tailleDeLot: 2 }, arret);
const texteDuRapport = async (id: string): Promise<string> =>
  (await proprietaire.query<{ rapport: string }>('select rapport from etude_impact where id = $1', [id]))
    .rows[0]?.rapport ?? '';
const rapportDe = async (id: string): Promise<RapportDImpact> =>
  JSON.parse(await texteDuRapport(id)) as RapportDImpact;
async function etudier(saisie: object = {}): Promise<RapportDImpact> {
  const { id } = await lancer(saisie);
  expect(await travailler()).toBe('terminee');
  return rapportDe(id);
}

describe('batches', () => {
  it.each([1, 2, 3])(
    'of %i tell the last decision on each subject and detail as one batch does',
    async (taille) => {
      const jeu = `aide-${taille}`;
      for (const [rang, detail] of ['a', null, 'a', 'b', null, 'b', 'a'].entries())
        await proprietaire.query(
          `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, sujet_detail, prise_le, requete_id)
         values ($1, '451', $2, '1.0.0', '', '2026-01-01', '{}', 'decide', '[]', '[]', '{}', '[]', '{}', '{}', 'Essai', $3, $4, $5, 'r')`,
          [uuid(taille * 1_000 + rang), jeu, uuid(7), detail, `2026-01-0${rang + 1}`],
        );
      const population = { jeu, du: null, au: null, prisesAvant: new Date('2026-03-01') };
      const lire = async (parLot: number): Promise<CasBrut[]> => {
        const cas: CasBrut[] = [];
        for (let apres: Curseur | null | undefined; apres !== null; ) {
          const depuis = apres ?? null;
          const lot = await executeur.lire(systeme, (unite) => lireLot(unite, population, depuis, parLot));
          cas.push(...casDuLot(lot));
          apres = lot.curseur;
        }
        return cas;
      };
      const ensemble = await lire(100);
      expect(ensemble.map(({ sujetDetail, derniere }) => [sujetDetail, derniere])).toEqual([
        ['a', true],
        ['b', true],
        [null, true],
        ['b', false],
        ['a', false],
        [null, false],
        ['a', false],
      ]);
      expect(await lire(taille)).toEqual(ensemble);
    },
  );
});

describe('a finished study', () => {
  it('counts each case once, by its last decision, and beside them every decision', async () => {
    const { cas, decisions, changes } = await etudier();
    expect([cas.cas, cas.changes, cas.issueChangee]).toEqual([5, 4, 1]);
    expect([decisions.cas, decisions.changes, decisions.issueChangee]).toEqual([6, 5, 1]);
    expect(cas.issues.map(({ cle, avant, apres }) => [cle, avant, apres])).toEqual([
      ['ACCORD', 2, 3],
      ['REFUS', 2, 1],
    ]);
    expect(decisions.issues.map(({ cle, avant, apres }) => [cle, avant, apres])).toEqual([
      ['ACCORD', 2, 3],
      ['REFUS', 3, 2],
    ]);
    expect(cas.manquants).toEqual([{ cle: 'montant', libelle: 'Montant demandé', avant: 1, apres: 1 }]);
    expect(cas.passages).toMatchObject([
      {
        avant: { issues: ['REFUS'], bloquant: true },
        apres: { issues: ['ACCORD'], bloquant: false },
        cas: 1,
      },
    ]);
    expect([changes.total, changes.premiers.length]).toEqual([5, 5]);
  });

  it('adds the amounts up exactly, before and after', async () => {
    const { cas, decisions } = await etudier();
    expect(cas.montants).toEqual([
      {
        fait: 'aide',
        libelle: 'Aide',
        avant: '277.50',
        apres: '333.00',
        ecart: '55.50',
        casAvant: 4,
        casApres: 4,
        hausses: 4,
        baisses: 0,
      },
    ]);
    expect(decisions.montants).toMatchObject([{ avant: '342.50', apres: '411.00', ecart: '68.50' }]);
  });

  it('tells each Caf and each type of equipment apart', async () => {
    const { cas } = await etudier();
    expect(cas.parCaf.map(({ cle, cas: nombre, changes }) => [cle, nombre, changes])).toEqual([
      ['451', 2, 2],
      ['452', 3, 2],
    ]);
    expect(cas.parType.map(({ cle, cas: nombre }) => [cle, nombre])).toEqual([
      ['', 4],
      ['RAM', 1],
    ]);
    expect(cas.parType[1]?.montants[0]).toMatchObject({ avant: '25.00', apres: '30.00' });
  });

  it('names the parameter behind each change', async () => {
    const { causes } = await etudier();
    expect(
      causes.map(({ genre, changements, cas, decisions }) => [genre, changements, cas, decisions]),
    ).toEqual([
      ['seul', ['parametre:taux'], 3, 4],
      ['ensemble', ['parametre:seuil', 'parametre:taux'], 1, 1],
    ]);
  });

  it('looks only at the cases of the days it is asked about', async () => {
    const { cas, population } = await etudier({ du: '2027-01-01', au: '2028-01-01' });
    expect([cas.cas, population.du, population.au]).toEqual([1, '2027-01-01', '2028-01-01']);
  });

  it('keeps drawn cases apart from the stored ones', async () => {
    const [sans, avec] = [await etudier(), await etudier({ generes: 60, graine: 'g' })];
    expect(avec.cas).toEqual(sans.cas);
    expect(avec.decisions).toEqual(sans.decisions);
    expect(avec.changes).toEqual(sans.changes);
    expect(sans.generes).toBeNull();
    expect(avec.generes?.libelle).toContain('aucun dossier réel');
    expect(avec.generes?.volet.cas).toBe(60);
    expect(avec.generes?.temoins.length).toBeGreaterThan(0);
  });

  it('writes nothing among the decisions, and no fact of a case among its own', async () => {
    const photo = async (): Promise<unknown> =>
      (
        await proprietaire.query(
          "select count(*), md5(string_agg(d::text, '' order by d.id)) from decision d",
        )
      ).rows;
    const avant = await photo();
    await etudier();
    expect(await photo()).toEqual(avant);
    const { rows } = await proprietaire.query<{ texte: string }>(
      "select string_agg(c::text, '') as texte from etude_impact_cas c",
    );
    expect(rows[0]?.texte).not.toContain('"montant"');
  });

  it('has a report whose hash the database checks, and which no longer changes', async () => {
    const { id } = await lancer();
    await travailler();
    const { empreinteRapport } = await executeur.lire(ANALYSTE, (unite) => etudeDImpact(unite, id));
    expect(empreinteRapport).toBe(
      createHash('sha256')
        .update(await texteDuRapport(id))
        .digest('hex'),
    );
    await expect(
      proprietaire.query("update etude_impact set erreur = 'x' where id = $1", [id]),
    ).rejects.toThrow('ne change plus');
  });
});

/**
 * An executor whose process dies once it has written that many batches: nothing it does afterwards arrives.
 */
function quiMeurtApres(checkpoints: number): Executeur {
  let poses = 0;
  return {
    ...executeur,
    executer: async (acteur, commande, brut, requeteId) => {
      if (poses >= checkpoints) throw new Error('mort');
      const resultat = await executeur.executer(acteur, commande, brut, requeteId);
      if (commande.nom === poserCheckpoint.nom) poses += 1;
      return resultat;
    },
  };
}

describe('a study that does not go straight through', () => {
  it('gives the same report byte for byte when its server dies between two batches', async () => {
    const droit = await lancer({ generes: 40 });
    await travailler();
    const { id } = await lancer({ generes: 40 });
    expect(await travailler(quiMeurtApres(2))).toBe('echouee');
    expect(await executeur.lire(ANALYSTE, (unite) => etudeDImpact(unite, id))).toMatchObject({
      etat: 'en-cours',
      faits: 4,
      total: 46,
    });
    expect(await travailler()).toBe('terminee');
    expect(await texteDuRapport(id)).toBe(await texteDuRapport(droit.id));
  });

  it('gives the same report when an analyst stops it, then takes it up again', async () => {
    const droit = await lancer();
    await travailler();
    const { id } = await lancer();
    const arretantes: Executeur = {
      ...executeur,
      executer: async (acteur, commande, brut) => {
        const resultat = await executeur.executer(acteur, commande, brut);
        if (commande.nom === poserCheckpoint.nom) await executeur.executer(ANALYSTE, arreterEtude, { id });
        return resultat;
      },
    };
    expect(await travailler(arretantes)).toBe('interrompue');
    expect(await executeur.lire(ANALYSTE, (unite) => etudeDImpact(unite, id))).toMatchObject({
      etat: 'arretee',
      faits: 2,
      rapport: null,
    });
    expect(await travailler()).toBe('rien');
    await executeur.executer(ANALYSTE, relancerEtude, { id });
    expect(await travailler()).toBe('terminee');
    expect(await texteDuRapport(id)).toBe(await texteDuRapport(droit.id));
    await expect(executeur.executer(ANALYSTE, arreterEtude, { id })).rejects.toThrow(EtudeTerminee);
  });

  it('is given back by a server that stops', async () => {
    const { id } = await lancer();
    expect(await travailler(executeur, AbortSignal.abort())).toBe('interrompue');
    expect(await executeur.lire(ANALYSTE, (unite) => etudeDImpact(unite, id))).toMatchObject({
      etat: 'en-attente',
    });
    await travailler();
  });

  it('ends its slice with a job for the rest, which goes on from where it was', async () => {
    const droit = await lancer();
    await travailler();
    await proprietaire.query('delete from pgboss.job');
    const { id } = await lancer();
    const jobs = async () =>
      (
        await proprietaire.query<object>(
          "select singleton_key as cle, state::text from pgboss.job where name = 'etude' order by created_on",
        )
      ).rows;
    // The job of the launching is taken; its slice ends with the first batch written.
    await proprietaire.query("update pgboss.job set state = 'active', started_on = now()");
    const tranche = new AbortController();
    const traitement = travailDesEtudes({
      executeur,
      log: silence,
      tailleDeLot: 2,
      suivre: () => tranche.abort(),
    });
    await traitement.traiter({ id }, tranche.signal);
    expect(await executeur.lire(ANALYSTE, (unite) => etudeDImpact(unite, id))).toMatchObject({
      etat: 'en-attente',
      rapport: null,
    });
    expect(await jobs()).toEqual([
      { cle: id, state: 'active' },
      { cle: id, state: 'created' },
    ]);
    await traitement.traiter({ id }, jamais);
    expect(await texteDuRapport(id)).toBe(await texteDuRapport(droit.id));
    expect(await jobs()).toHaveLength(2);
  });

  it('is worked on by one server only', async () => {
    await lancer();
    const prises = await Promise.all(
      [1, 2].map((rang) =>
        executeur.executer(systeme, prendreEtude, { holder: uuid(rang), leaseMs: 60_000 }),
      ),
    );
    expect(prises.filter((prise) => prise !== null)).toHaveLength(1);
    await proprietaire.query(
      "update etude_impact set etat = 'arretee', porteur = null, bail_jusqu_a = null where etat = 'en-cours'",
    );
  });

  it('does not see the decisions taken after it was asked for', async () => {
    const { id } = await lancer();
    await proprietaire.query(
      "insert into decision select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'sujet_id', gen_random_uuid(), 'prise_le', '2026-03-02T13:00:00Z'))).* from decision d limit 1",
    );
    await travailler();
    expect((await rapportDe(id)).decisions.cas).toBe(6);
  });
});

describe('who may', () => {
  it('is the analyst alone: an agent starts, stops and reads nothing', async () => {
    const { id } = await lancer();
    await travailler();
    await expect(executeur.executer(agent(), lancerEtude, { apres: V2.empreinte })).rejects.toThrow(
      ActionInterdite,
    );
    await expect(executeur.executer(agent(), arreterEtude, { id })).rejects.toThrow(ActionInterdite);
    await expect(executeur.lire(agent(), (unite) => etudesDImpact(unite))).rejects.toThrow(ActionInterdite);
  });

  it('is so in the database too: an agent sees no row of a study', async () => {
    const vues = await executeur.lire(agent(), ({ em }) =>
      em.execute<{ nombre: string }[]>(
        'select (select count(*) from etude_impact) + (select count(*) from etude_impact_cas) as nombre',
      ),
    );
    expect(Number(vues[0]?.nombre)).toBe(0);
  });

  it('is told when a version is unknown', async () => {
    await expect(lancer({ apres: '0'.repeat(64) })).rejects.toThrow(VersionInconnue);
  });
});

it('reads every changed case for the CSV, batch after batch', async () => {
  const { id } = await lancer();
  await travailler();
  const cas = [];
  for await (const change of tousLesCas((lecture) => executeur.lire(ANALYSTE, lecture), id))
    cas.push(change.id);
  expect(new Set(cas).size).toBe(5);
});
