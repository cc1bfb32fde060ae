/**
 * `regles simuler`: what a version would change of the decisions already taken. Reads the database, writes
 * nothing in it.
 */
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { lireFichier } from '#src/cli/texte.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { FUSEAU_NATIONAL, dateDe, jourA } from '#src/kernel/horloge.ts';
import { estUneDate } from '#src/engine/dates.ts';
import {
  comparerVersions,
  empreinte,
  lireJson,
  texteCanonique,
  type FichierClos,
} from '#src/engine/index.ts';
import { comprend } from '#src/domain/politique/versions/activations.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { AGREGATS_VIDES, type AgregatsEcrits } from '#src/domain/politique/impact/agregats.ts';
import { AU_DEBUT, conduire, type Checkpoint } from '#src/domain/politique/impact/conduire.ts';
import { ENTETE_CSV, ligneDeCas } from '#src/domain/politique/impact/csv.ts';
import { ouvrirEvaluateur } from '#src/domain/politique/impact/ouvrir.ts';
import { compterDecisions, lireLot, type Population } from '#src/domain/politique/impact/lecture.ts';
import type { CasChange } from '#src/domain/politique/impact/types.ts';
import { libellesDe } from '#src/domain/politique/impact/phrases.ts';
import { CAS_LISTES, rapportDImpact, type RapportDImpact } from '#src/domain/politique/impact/rapport.ts';
import { resumer } from '#src/domain/politique/impact/resume.ts';

const USAGE =
  'regles simuler <jeu> <version ou fichier .json> [--contre <version>] [--du AAAA-MM-JJ] [--au AAAA-MM-JJ] [--generes <nombre>] [--graine <texte>] [--json] [--csv <fichier>]';
const SYSTEME: Acteur = { type: 'systeme', raison: 'regles simuler' };
const GENERES_PAR_DEFAUT = 2_000;

interface Simulation {
  readonly avant: FichierClos;
  readonly apres: FichierClos;
  readonly du: string | null;
  readonly au: string | null;
  readonly generes: number;
  readonly graine: string;
  readonly csv: string | undefined;
}

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [jeu, quoi, ...trop],
      textes,
      drapeaux,
    } = lireArguments(args, {
      contre: 'texte',
      du: 'texte',
      au: 'texte',
      generes: 'texte',
      graine: 'texte',
      csv: 'texte',
      json: 'drapeau',
    });
    if (jeu === undefined || quoi === undefined || trop.length > 0)
      throw new UsageInvalide(
        `Indiquez un jeu de règles, et la version ou le fichier à simuler. Usage : ${USAGE}`,
      );
    const [du, au] = [jourDe(textes, 'du'), jourDe(textes, 'au')];
    if (du !== null && au !== null && au <= du) throw new UsageInvalide('--au doit suivre --du.');
    const generes = nombreDe(textes.get('generes'));
    const arret = new AbortController();
    const interrompre = (): void => arret.abort();
    process.on('SIGINT', interrompre);
    try {
      return await avecOutil(async (outil) => {
        const apres = await versionASimuler(outil, jeu, quoi);
        const avant = versionDeReference(outil, jeu, textes.get('contre'));
        const rapport = await simuler(
          outil,
          { avant, apres, du, au, generes, graine: textes.get('graine') ?? '1', csv: textes.get('csv') },
          arret.signal,
        );
        if (!rapport) return 130;
        process.stdout.write(
          drapeaux.has('json') ? `${JSON.stringify(rapport, null, 2)}\n` : resumer(rapport),
        );
        return 0;
      });
    } finally {
      process.off('SIGINT', interrompre);
    }
  },
};

function jourDe(textes: ReadonlyMap<string, string>, nom: 'du' | 'au'): string | null {
  const jour = textes.get(nom);
  if (jour !== undefined && !estUneDate(jour))
    throw new UsageInvalide(`--${nom} attend une date AAAA-MM-JJ, pas « ${jour} ».`);
  return jour ?? null;
}

function nombreDe(texte: string | undefined): number {
  if (texte === undefined) return GENERES_PAR_DEFAUT;
  if (!/^\d{1,6}$/.test(texte))
    throw new UsageInvalide(`--generes attend un nombre entier de cas, de 0 à 999999, pas « ${texte} ».`);
  return Number(texte);
}

/**
 * A file given by its path, a published version, or a file of `rules/` not published yet. @throws
 * UsageInvalide | FichierInvalide
 */
async function versionASimuler({ registre }: Outil, jeu: string, quoi: string): Promise<FichierClos> {
  const dossier = new RuleFolder();
  if (quoi.endsWith('.json')) {
    const texte = await lireFichier(quoi, 'Le fichier');
    const lu = lireJson(quoi, texte);
    const { id = jeu, version = '' } = lu.valeur as { readonly id?: string; readonly version?: string };
    if (id !== jeu)
      throw new UsageInvalide(`Le fichier « ${quoi} » est celui du jeu « ${id} », pas de « ${jeu} ».`);
    return (await dossier.fermer({ genre: 'regles', id, version, chemin: quoi, nom: quoi, texte, lu })).clos;
  }
  const publiee = publiees(registre, jeu).find(({ numero }) => numero === quoi);
  if (publiee) return publiee.contenu;
  const reference = (await dossier.versions('regles', jeu)).find(({ version }) => version === quoi);
  if (!reference)
    throw new UsageInvalide(
      `La version ${quoi} de « ${jeu} » n’est ni publiée, ni dans rules/. ${connues(registre, jeu)}`,
    );
  return (await dossier.fermer(await dossier.lire(reference))).clos;
}

/**
 * The published version asked for, otherwise the one in force today, otherwise the highest. @throws
 * UsageInvalide
 */
function versionDeReference(
  { registre, horloge }: Outil,
  jeu: string,
  contre: string | undefined,
): FichierClos {
  const versions = publiees(registre, jeu);
  const aujourdhui = jourA(horloge, FUSEAU_NATIONAL).toString();
  const enVigueur = registre.activations.find(
    (activation) =>
      activation.genre === 'regles' &&
      activation.jeu === jeu &&
      activation.connuAu === null &&
      comprend(activation, aujourdhui),
  );
  const choisie =
    contre === undefined
      ? (versions.find(({ empreinte: sienne }) => sienne === enVigueur?.empreinte) ?? versions[0])
      : versions.find(({ numero }) => numero === contre);
  if (!choisie)
    throw new UsageInvalide(
      contre === undefined
        ? `Aucune version de « ${jeu} » n’est publiée : rien à quoi comparer.`
        : `La version ${contre} de « ${jeu} » n’est pas publiée. ${connues(registre, jeu)}`,
    );
  return choisie.contenu;
}

const publiees = (registre: Outil['registre'], jeu: string) =>
  registre.versions
    .flatMap((version) => (version.genre === 'regles' && version.jeu === jeu ? [version] : []))
    .sort((a, b) => comparerVersions(b.numero, a.numero));
function connues(registre: Outil['registre'], jeu: string): string {
  const versions = publiees(registre, jeu).map(({ numero }) => numero);
  return versions.length === 0
    ? `Aucune version de « ${jeu} » n’est publiée.`
    : `Versions publiées : ${versions.join(', ')}.`;
}

/** @returns null when it was interrupted */
async function simuler(
  { executeur, horloge, registre }: Outil,
  simulation: Simulation,
  arret: AbortSignal,
): Promise<RapportDImpact | null> {
  const { avant, apres, du, au, generes, graine, csv } = simulation;
  const population: Population = { jeu: apres.id, du, au, prisesAvant: dateDe(horloge) };
  const total = (await executeur.lire(SYSTEME, (unite) => compterDecisions(unite, population))) + generes;
  const avancement = new Avancement();
  const sortie = csv === undefined ? undefined : new SortieCsv(csv, avant, apres);
  const premiers: CasChange[] = [];
  let [agregats, changes, faits] = [JSON.stringify(AGREGATS_VIDES), 0, 0];
  const evaluateur = ouvrirEvaluateur(
    {
      avant: texteCanonique(registre.avecReferentiels(avant, null)),
      apres: texteCanonique(registre.avecReferentiels(apres, null)),
      depuis: AGREGATS_VIDES,
    },
    total,
  );
  const poser = async (checkpoint: Checkpoint): Promise<void> => {
    ({ agregats } = checkpoint);
    changes += checkpoint.nombre;
    faits = checkpoint.lus + checkpoint.tires;
    const changesDuLot = JSON.parse(checkpoint.changes) as CasChange[];
    premiers.push(...changesDuLot.slice(0, CAS_LISTES - premiers.length));
    avancement.dire(faits, total, 'cas examinés');
    await sortie?.ecrire(changesDuLot);
  };
  try {
    const lire = (curseur: Parameters<typeof lireLot>[2]) =>
      executeur.lire(SYSTEME, (unite) => lireLot(unite, population, curseur));
    const fini = await conduire({ lire, evaluateur, depuis: AU_DEBUT, generes, graine, poser, arret });
    avancement.finir();
    if (!fini) {
      process.stderr.write(
        `Simulation interrompue : ${faits} cas sur ${total} examinés, aucun rapport n’est produit.\n`,
      );
      return null;
    }
    await sortie?.garder();
    return rapportDImpact({
      avant,
      apres,
      avantEmpreinte: empreinte(avant),
      apresEmpreinte: empreinte(apres),
      prisesAvant: population.prisesAvant,
      du,
      au,
      generes,
      graine,
      agregats: JSON.parse(agregats) as AgregatsEcrits,
      changes,
      premiers,
    });
  } finally {
    await evaluateur.fermer();
    await sortie?.abandonner();
  }
}

/** The CSV as it is written: under its name only once it is whole. */
class SortieCsv {
  private readonly flux: WriteStream;
  private readonly libelles: ReturnType<typeof libellesDe>;
  private readonly provisoire: string;
  private erreur: Error | undefined;
  private gardee = false;

  constructor(
    private readonly chemin: string,
    avant: FichierClos,
    apres: FichierClos,
  ) {
    this.libelles = libellesDe(avant, apres);
    this.provisoire = `${chemin}.${process.pid}.partiel`;
    this.flux = createWriteStream(this.provisoire, { encoding: 'utf8' });
    this.flux.on('error', (erreur) => {
      this.erreur = erreur;
    });
    this.flux.write(ENTETE_CSV);
  }

  async ecrire(cas: readonly CasChange[]): Promise<void> {
    if (!this.erreur && !this.flux.write(cas.map((change) => ligneDeCas(change, this.libelles)).join('')))
      await once(this.flux, 'drain').catch(() => undefined);
    this.refuser();
  }

  async garder(): Promise<void> {
    await new Promise<void>((resolve) => this.flux.end(() => resolve()));
    this.refuser();
    await rename(this.provisoire, this.chemin);
    this.gardee = true;
  }

  async abandonner(): Promise<void> {
    if (this.gardee) return;
    this.flux.destroy();
    await rm(this.provisoire, { force: true });
  }

  private refuser(): void {
    if (this.erreur)
      throw new UsageInvalide(
        `Le fichier « ${this.chemin} » ne peut pas être écrit : vérifiez son chemin et la place disponible.`,
      );
  }
}
