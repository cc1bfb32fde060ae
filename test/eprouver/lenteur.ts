import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { champsDeFormulaire, type ReponseLue } from '#test/support/internaute.ts';
import { defautDe } from '#test/support/pannes/registre.ts';
import { ouvrirScene, type Equipe, type Scene } from '#test/support/pannes/scene.ts';
import type { Essai } from './essais.ts';

const TABLES_PLEINES = [
  'transmission',
  'journal',
  'decision',
  'evenement_declaration',
  'sessions.session',
] as const;
const LECTEURS = 4;
const FONCTIONS = `
  create function essai_plein() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
  create function essai_lent() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$;`;

export const essai: Essai = {
  titre: 'base lente, disque plein : une phrase, rien à moitié, et les autres continuent de lire',
  taille: 20,
  async executer({ taille, surProgres }) {
    const scene = await ouvrirScene();
    try {
      await scene.sql(FONCTIONS);
      const equipes = await scene.equipes(Math.min(taille, 20));
      const lente = await ralentir(scene, equipes);
      surProgres(1, 2);
      const pleine = await remplirLeDisque(scene, equipes);
      surProgres(2, 2);
      return {
        ...lente,
        ...pleine,
        journal: await scene.journalVerifie(),
        'charge de la machine': loadavg()
          .map((charge) => charge.toFixed(1))
          .join(' '),
      };
    } finally {
      await scene.fermer();
    }
  },
};

type Forme = () => Promise<{
  readonly statut: number;
  readonly ms: number;
  readonly defaut: string | undefined;
}>;

/**
 * Forms of what comes next for each declaration, ready to be sent: a volet finished, a transmission, or the
 * Caf returning it.
 */
function formulaires(scene: Scene, equipes: readonly Equipe[]): Promise<Forme[]> {
  return Promise.all(
    equipes.map(async (equipe) => {
      const envoyer = await preparer(scene, equipe);
      return async () => {
        const reponse = await envoyer();
        return { statut: reponse.statut, ms: Math.round(reponse.dureeMs), defaut: defautDe(reponse) };
      };
    }),
  );
}

async function preparer(
  scene: Scene,
  { declaration, activite, finances, approbation, agent }: Equipe,
): Promise<() => Promise<ReponseLue>> {
  const [lu] = await scene.sql<{ etat: string; saisie: boolean }>(
    'select etat, activite_complete_le is not null as saisie from declaration where id = $1',
    [declaration],
  );
  if (lu?.etat === 'transmise') {
    const adresse = `/gestion/api/resources/declarations/records/${declaration}/retourner`;
    const { formulaire } = JSON.parse(
      (await agent.demander(adresse, { entetes: { accept: 'application/json' } })).texte,
    ) as { formulaire: { valeurs: Record<string, unknown> } };
    return () => agent.envoyerJson(adresse, { ...formulaire.valeurs, motif: 'À revoir' });
  }
  const [qui, suite] =
    lu?.etat === 'a-approuver'
      ? ([approbation, 'transmettre'] as const)
      : lu?.saisie
        ? ([finances, 'finances'] as const)
        : ([activite, 'activite'] as const);
  const adresse = `/partenaire/declarations/${declaration}/${suite}`;
  const champs = champsDeFormulaire((await qui.lire(adresse)).texte);
  return () => qui.envoyer(adresse, suite === 'transmettre' ? champs : { ...champs, action: 'terminer' });
}

const ecrit = async (scene: Scene): Promise<string> =>
  JSON.stringify(
    await scene.sql(
      "select (select json_object_agg(id, etat order by id) from declaration) as etats, (select count(*) from transmission) as transmissions, (select count(*) from decision) as decisions, (select count(*) from evenement_declaration) as evenements, (select count(*) from courriel) as courriels, (select count(*) from journal where commande like 'declaration.%') as lignes",
    ),
  );

/** Everybody's act becomes slow; the others go on reading. */
async function ralentir(scene: Scene, equipes: readonly Equipe[]): Promise<Record<string, string>> {
  const envoyer = await formulaires(scene, equipes);
  const avant = await ecrit(scene);
  await scene.sql(
    'create trigger essai_lent before insert on evenement_declaration for each row execute function essai_lent()',
  );
  const lectures: number[] = [];
  const refusees: number[] = [];
  let finis = false;
  const lecteurs = equipes.slice(0, LECTEURS).map(async ({ finances }) => {
    while (!finis) {
      const { statut, dureeMs } = await finances.lire('/partenaire/declarations');
      (statut === 200 ? lectures : refusees).push(Math.round(dureeMs));
      await pause(100);
    }
  });
  const reponses = await Promise.all(envoyer.map((un) => un()));
  finis = true;
  await Promise.all(lecteurs);
  await scene.sql('drop trigger essai_lent on evenement_declaration');
  exigerPannes(reponses, 'slow');
  if ((await ecrit(scene)) !== avant) throw new Error('a slow act that was refused has left something');
  if (refusees.length > 0)
    throw new Error(
      `${refusees.length} readings refused while another act was slow, ${lectures.length} served`,
    );
  return {
    'acte devenu lent': `${reponses.length} personnes, toutes averties (503), en ${secondes(Math.min(...reponses.map(({ ms }) => ms)))} à ${secondes(Math.max(...reponses.map(({ ms }) => ms)))}`,
    'lectures des autres pendant ce temps': `${lectures.length} servies, aucune refusée, médiane ${secondes(mediane(lectures))}, au pire ${secondes(Math.max(...lectures))}`,
  };
}

/** Each table in turn refuses writes; then the same forms pass. */
async function remplirLeDisque(scene: Scene, equipes: readonly Equipe[]): Promise<Record<string, string>> {
  const chiffres: Record<string, string> = {};
  const serveur = scene.instance().pid;
  for (const table of TABLES_PLEINES) {
    // Prepared anew: what does not write in the former table has been done.
    const envoyer = await formulaires(scene, equipes.slice(0, 8));
    const avant = await ecrit(scene);
    await scene.sql(
      `create trigger essai_plein before insert or update on ${table} for each row execute function essai_plein()`,
    );
    const reponses = await Promise.all(envoyer.map((un) => un()));
    await scene.sql(`drop trigger essai_plein on ${table}`);
    const statuts = reponses.map(({ statut }) => statut);
    if (table === 'sessions.session') {
      // Acts are done though their message is lost; nobody is told the contrary.
      if (statuts.some((statut) => statut !== 303 && statut !== 200))
        throw new Error(`sessions that cannot be written: ${statuts.join(', ')}`);
    } else {
      // An act that does not write there passes.
      exigerPannes(
        reponses.filter(({ statut }) => statut !== 200 && statut !== 303),
        table,
      );
      if (reponses.every(({ statut }) => statut === 503) && (await ecrit(scene)) !== avant)
        throw new Error(`${table} full: something was written`);
    }
    chiffres[`disque plein, table ${table}`] = JSON.stringify(
      Object.fromEntries(
        [...new Set(statuts)].map((statut) => [statut, statuts.filter((un) => un === statut).length]),
      ),
    );
  }
  if (scene.instance().pid !== serveur || (await equipes[0]?.finances.lire('/pret'))?.statut !== 200)
    throw new Error('the server does not serve any more');
  return chiffres;
}

function exigerPannes(
  reponses: readonly { readonly statut: number; readonly defaut: string | undefined }[],
  quoi: string,
): void {
  const fausses = reponses.filter(({ statut, defaut }) => statut !== 503 || defaut !== undefined);
  if (fausses.length > 0) throw new Error(`${quoi}: ${JSON.stringify(fausses.slice(0, 3))}`);
}

const secondes = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;
const mediane = (valeurs: readonly number[]): number =>
  [...valeurs].sort((a, b) => a - b)[Math.floor(valeurs.length / 2)] ?? Number.NaN;
