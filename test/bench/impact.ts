import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { texteCanonique, type FichierClos } from '#src/engine/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { AGREGATS_VIDES } from '#src/domain/politique/impact/agregats.ts';
import { AU_DEBUT, conduire } from '#src/domain/politique/impact/conduire.ts';
import type { AEvaluer } from '#src/domain/politique/impact/evaluateur.ts';
import { lireLot, type Curseur, type Lot, type Population } from '#src/domain/politique/impact/lecture.ts';
import { ouvrirEvaluateur } from '#src/domain/politique/impact/ouvrir.ts';
import { Tirage } from '#src/domain/politique/impact/population.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { horloge, resumer, type Bench, type Ligne } from '#test/bench/table.ts';
import { systeme } from '#test/support/acteurs.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';

const DECISIONS = Number(process.env['BENCH_DECISIONS'] ?? 50_000);
/** The file studied. */
export const JEU = 'estimation-ps';
const MODELES = 500;
const TOURS = 5;

/** The shipped file with its first number moved: most cases change a little. */
export async function versions(): Promise<[FichierClos, FichierClos]> {
  const dossier = new RuleFolder();
  const [reference] = await dossier.versions('regles', JEU);
  if (!reference) throw new Error(`rules/${JEU} is delivered`);
  const { clos } = await dossier.fermer(await dossier.lire(reference));
  const { tauxPs } = clos.parametres;
  if (!tauxPs) throw new Error('tauxPs is declared');
  const valeurs = tauxPs.valeurs.map((valeur) => ({ ...valeur, valeur: '0.44' }));
  return [
    clos,
    { ...clos, version: '1.0.1', parametres: { ...clos.parametres, tauxPs: { ...tauxPs, valeurs } } },
  ];
}

/**
 * Decisions by SQL, over facts drawn once: a hundred Caf, a third of the subjects decided twice. @param trace
 * characters of the trace stored with each
 */
export async function remplir(
  url: string,
  avant: FichierClos,
  apres: FichierClos,
  decisions: number,
  trace = 1500,
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const tirage = new Tirage(avant, apres);
  const modeles = JSON.stringify(Array.from({ length: MODELES }, (_, rang) => tirage.tirer('bench', rang)));
  await client.query(
    "insert into caf (id, nom, fuseau_horaire) select to_char(n, 'FM000'), 'Caf ' || n, 'Europe/Paris' from generate_series(1, 100) n",
  );
  await client.query(
    `insert into decision (id, caf_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, sujet_detail, prise_le, requete_id)
     select gen_random_uuid(), to_char(1 + n % 100, 'FM000'), $1, '1.0.0', '', (m->>'date')::date, m->'faits', 'decide', '[]', '[]', '{}', '[]', jsonb_build_object('trace', repeat('x', $5)), '{}', 'Declaration',
       md5((n - case when n % 3 = 0 then 1 else 0 end)::text)::uuid, 'estimation', now() - (n || ' seconds')::interval, 'bench'
     from generate_series(1, $2::int) n join (select m, rang from jsonb_array_elements($3::jsonb) with ordinality as x (m, rang)) x on x.rang = 1 + n % $4`,
    [JEU, decisions, modeles, MODELES, trace],
  );
  await client.query('vacuum analyze decision');
  await client.end();
}

/** Reading alone, judging alone on its threads, and both overlapped, in turn. */
export const bench: Bench = {
  titre: `a study of ${DECISIONS} decisions, two versions of ${JEU}: the whole against the longer of its parts`,
  mesurer,
};

async function* mesurer(): AsyncGenerator<Ligne> {
  const serveur = await ouvrirServeurDEssai();
  const nom = `essai_${randomBytes(6).toString('hex')}`;
  const complet = { ...serveur.urls, modele: 'template0' };
  try {
    const base = await creerBase(complet, nom, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const [avant, apres] = await versions();
    await remplir(base.urlProprietaire, avant, apres, DECISIONS);
    const orm = await ouvrirOrm(base.urlApplication);
    try {
      const executeur = creerExecuteur({
        orm,
        registre: new RegistreVivant([]),
        horloge: HORLOGE_SYSTEME,
        urlPublique: 'http://127.0.0.1',
      });
      yield* chronometrerTout((lecture) => executeur.lire(systeme, lecture), {
        avant: texteCanonique(avant),
        apres: texteCanonique(apres),
        depuis: AGREGATS_VIDES,
      });
    } finally {
      await orm.close(true);
    }
  } finally {
    await supprimerBases(complet, new RegExp(`^${nom}$`));
    await serveur.fermer();
  }
}

async function* chronometrerTout(
  lireUnite: <T>(lecture: (unite: UniteDeLecture) => Promise<T>) => Promise<T>,
  versionsEtudiees: AEvaluer,
): AsyncGenerator<Ligne> {
  const population: Population = {
    jeu: JEU,
    du: null,
    au: null,
    prisesAvant: new Date(HORLOGE_SYSTEME.maintenant().epochMilliseconds),
  };
  const lire = (curseur: Curseur | null): Promise<Lot> =>
    lireUnite((unite) => lireLot(unite, population, curseur));
  const lots: Lot[] = [];
  const toutLire = async (): Promise<void> => {
    lots.length = 0;
    for (let curseur: Curseur | null | undefined; curseur !== null; ) {
      const lot = await lire(curseur ?? null);
      lots.push(lot);
      ({ curseur } = lot);
    }
  };
  await toutLire();
  const evaluateur = ouvrirEvaluateur(versionsEtudiees, DECISIONS);
  const juger = (): Promise<unknown> => Promise.all(lots.map((lot) => evaluateur.mesurer(lot)));
  const mener = (): Promise<unknown> =>
    conduire({
      lire,
      evaluateur,
      depuis: AU_DEBUT,
      generes: 0,
      graine: '',
      poser: () => Promise.resolve(),
      arret: new AbortController().signal,
    });
  try {
    // Threads are started and warm before anything is timed.
    await juger();
    const tours: { lecture: number; jugement: number; ensemble: number }[] = [];
    for (let tour = 0; tour < TOURS; tour += 1)
      tours.push({
        lecture: await horloge(toutLire),
        jugement: await horloge(juger),
        ensemble: await horloge(mener),
      });
    yield* lignes(evaluateur.threads, tours);
  } finally {
    await evaluateur.fermer();
  }
}

function* lignes(
  threads: number,
  tours: readonly { lecture: number; jugement: number; ensemble: number }[],
): Generator<Ligne> {
  const sur = `${threads} judging thread${threads > 1 ? 's' : ''}`;
  const mediane = (mesures: readonly number[]): string => `${(resumer(mesures).valeur / 1_000).toFixed(2)} s`;
  yield {
    nom: `whole / max(reading, judging), ${sur}`,
    ...resumer(tours.map(({ lecture, jugement, ensemble }) => ensemble / Math.max(lecture, jugement))),
    unite: '×',
    objectif: { auPlus: 1.2 },
    note: `nothing written; reading alone ${mediane(tours.map(({ lecture }) => lecture))}, judging alone ${mediane(tours.map(({ jugement }) => jugement))}, whole ${mediane(tours.map(({ ensemble }) => ensemble))}`,
  };
  yield {
    nom: `cases a second, ${sur}`,
    ...resumer(tours.map(({ ensemble }) => (DECISIONS * 1_000) / ensemble)),
    unite: '/s',
    note: 'each judged by two versions, nothing written',
  };
}
