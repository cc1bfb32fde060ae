import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { creerHasard } from '#src/cli/demonstration/hasard.ts';
import { controler } from '#test/support/pannes/controles.ts';
import {
  COUPS,
  frapper,
  priver,
  retourDuService,
  type Coup,
  type Observation,
} from '#test/support/pannes/coups.ts';
import { Registre, type Envoi } from '#test/support/pannes/registre.ts';
import { ouvrirScene, type Equipe, type Scene } from '#test/support/pannes/scene.ts';
import { Usager } from '#test/support/pannes/usager.ts';
import type { Essai } from './essais.ts';

const USAGERS = 20;
/** One kill of each kind for so many writes. */
const ECRITURES_PAR_COUP = 100;
/** The short trial stops the database for less long. */
const PRIVATION_MS = (taille: number): number => (taille >= 500 ? 30_000 : 8_000);
/**
 * Longest an answer may take, the database away: what a statement and a connection are given, and a margin
 * for a busy machine.
 */
const REPONSE_MAX_MS = 28_000;

export const essai: Essai = {
  titre:
    'kill -9 du serveur et de PostgreSQL pendant des envois de déclarations, puis PostgreSQL arrêté : rien de perdu, rien à moitié',
  taille: 1_000,
  async executer({ graine, taille, surProgres }) {
    const scene = await ouvrirScene();
    try {
      const depuis = new Date();
      const registre = new Registre();
      const equipes = await scene.equipes(USAGERS);
      const retours = await enTuant(scene, equipes, registre, { graine, taille, surProgres });
      const [gel, refus] = [
        await sansBase('gel', scene, equipes, registre, graine, taille),
        await sansBase('refus', scene, equipes, registre, graine, taille),
      ];
      await verifier(scene, equipes, registre, depuis);
      return {
        ...bilan(registre.envois),
        ...Object.fromEntries(
          COUPS.map((coup) => [`kill -9 ${coup}, service de retour`, direRetours(retours[coup])]),
        ),
        ...direPrivation('PostgreSQL gelé', gel),
        ...direPrivation('PostgreSQL arrêté', refus),
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

/** Runs the users until `fin` says so, one loop each. */
async function faireTravailler(
  scene: Scene,
  equipes: readonly Equipe[],
  registre: Registre,
  graine: number,
  pendant: (arreter: AbortSignal) => Promise<void>,
): Promise<void> {
  const arret = new AbortController();
  const usagers = equipes.map((equipe, rang) =>
    new Usager(scene, equipe, registre, creerHasard(graine + rang)).travailler(() => !arret.signal.aborted),
  );
  try {
    await pendant(arret.signal);
  } finally {
    arret.abort();
    await Promise.all(usagers);
  }
}

async function enTuant(
  scene: Scene,
  equipes: readonly Equipe[],
  registre: Registre,
  {
    graine,
    taille,
    surProgres,
  }: {
    readonly graine: number;
    readonly taille: number;
    readonly surProgres: (faits: number, total: number) => void;
  },
): Promise<Record<Coup, number[]>> {
  const hasard = creerHasard(graine);
  const retours: Record<Coup, number[]> = { serveur: [], postmaster: [], connexion: [] };
  const coups = COUPS.flatMap((coup) =>
    Array.from({ length: Math.max(1, Math.round(taille / ECRITURES_PAR_COUP)) }, () => ({
      coup,
      apres: Math.floor(taille * (0.02 + 0.93 * hasard.nombre())),
    })),
  ).sort((a, b) => a.apres - b.apres);
  const temoin = equipes[0]?.approbation;
  if (!temoin) throw new Error('nobody to look at the service');
  await faireTravailler(scene, equipes, registre, graine, async () => {
    for (const { coup, apres } of coups) {
      while (registre.accuses < apres) {
        await pause(20);
        surProgres(registre.accuses, taille);
      }
      await pause(hasard.entier(0, 300));
      retours[coup].push(await frapper(coup, scene, temoin, hasard));
    }
    while (registre.accuses < taille) {
      await pause(100);
      surProgres(Math.min(registre.accuses, taille), taille);
    }
  });
  return retours;
}

interface Privation extends Observation {
  readonly retourMs: number;
  readonly statutsDesEnvois: Readonly<Record<string, number>>;
  readonly pireEnvoiMs: number;
}

/** The database away under load; the same server process must serve again. */
async function sansBase(
  genre: 'gel' | 'refus',
  scene: Scene,
  equipes: readonly Equipe[],
  registre: Registre,
  graine: number,
  taille: number,
): Promise<Privation> {
  const avant = registre.envois.length;
  const serveur = scene.instance().pid;
  const temoin = equipes[0]?.approbation;
  if (!temoin) throw new Error('nobody to look at the service');
  let observee: Observation | undefined;
  let retourMs = 0;
  await faireTravailler(scene, equipes, registre, graine + 1, async () => {
    await pause(1_000);
    observee = await priver(genre, scene, temoin, PRIVATION_MS(taille));
    retourMs = await retourDuService(temoin, performance.now());
    await pause(1_000);
  });
  const envois = registre.envois.slice(avant);
  const pireEnvoiMs = Math.round(Math.max(...envois.map(({ dureeMs }) => dureeMs)));
  if (!observee || scene.instance().pid !== serveur) throw new Error('the server was started again');
  if (Object.keys(observee.statuts['/pret'] ?? {}).some((statut) => statut !== '503'))
    throw new Error(`/pret says that all is well: ${JSON.stringify(observee.statuts)}`);
  for (const chemin of ['/sante', '/accessibilite'])
    if (Object.keys(observee.statuts[chemin] ?? {}).join() !== '200')
      throw new Error(
        `${chemin} asks nothing of the database and is not served: ${JSON.stringify(observee.statuts)}`,
      );
  const muets = envois.filter(({ issue }) => issue === 'sans-reponse').length;
  if (muets > 0 || pireEnvoiMs > REPONSE_MAX_MS)
    throw new Error(`${muets} requests without an answer, the slowest took ${pireEnvoiMs} ms`);
  return { ...observee, retourMs, pireEnvoiMs, statutsDesEnvois: compter(envois) };
}

async function verifier(
  scene: Scene,
  equipes: readonly Equipe[],
  registre: Registre,
  depuis: Date,
): Promise<void> {
  const expliques = [...new Set(registre.defauts)].flatMap((defaut) => [
    defaut,
    ...scene.journalDe(/request ([0-9a-f-]{36})/.exec(defaut)?.[1] ?? '—').map((ligne) => `  ${ligne}`),
  ]);
  const fautes = [...expliques, ...(await controler(scene, equipes, registre.envois, depuis))];
  const muets = registre.envois.filter(({ issue }) => issue === 'sans-reponse').length;
  if (muets > 0) fautes.push(`${muets} requests without an answer`);
  const oisives = await scene.sql(
    "select pid from pg_stat_activity where state like 'idle in transaction%' and now() - state_change > interval '2 seconds'",
  );
  if (oisives.length > 0) fautes.push(`${oisives.length} idle transactions`);
  if (fautes.length > 0)
    throw new Error(
      `${fautes.length} faults over ${registre.envois.length} sendings:\n${fautes.slice(0, 30).join('\n')}`,
    );
}

const compter = (envois: readonly Envoi[]): Record<string, number> => {
  const compte: Record<string, number> = {};
  for (const { issue } of envois) compte[issue] = (compte[issue] ?? 0) + 1;
  return compte;
};

function bilan(envois: readonly Envoi[]): Record<string, number | string> {
  const accuses = envois.filter(({ accuse }) => accuse);
  return {
    envois: envois.length,
    'accusés d’enregistrement, tous retrouvés une fois': accuses.length,
    'dont transmissions à la Caf': accuses.filter(({ acte }) => acte === 'transmettre').length,
    'même formulaire renvoyé': envois.filter(({ repete }) => repete).length,
    réponses: JSON.stringify(compter(envois)),
  };
}

const secondes = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} s`;

function direRetours(durees: readonly number[]): string {
  const triees = [...durees].sort((a, b) => a - b);
  return `médiane ${secondes(triees[Math.floor(triees.length / 2)] ?? 0)}, au pire ${secondes(triees.at(-1) ?? 0)} (${triees.length} fois)`;
}

function direPrivation(
  quoi: string,
  { statuts, pireMs, retourMs, pireEnvoiMs, statutsDesEnvois }: Privation,
): Record<string, string> {
  return {
    [`${quoi} : réponses aux envois`]: `${JSON.stringify(statutsDesEnvois)}, la plus lente ${secondes(pireEnvoiMs)}`,
    [`${quoi} : pages sans base`]: Object.entries(statuts)
      .map(
        ([chemin, comptes]) =>
          `${chemin} ${JSON.stringify(comptes)} (${secondes(pireMs[chemin] ?? 0)} au pire)`,
      )
      .join(' ; '),
    [`${quoi} : service de retour, sans redémarrage`]: secondes(retourMs),
  };
}
