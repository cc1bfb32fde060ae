/** The verbs of the `sauvegarde` command. */
import { lireConfiguration } from '#src/cli/configuration.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { lireArguments, UsageInvalide } from '#src/cli/regles/usage.ts';
import { commandesExternes } from '#src/cli/sauvegarde/externe.ts';
import { echouer } from '#src/cli/sortie.ts';
import { avecPostgres } from '#src/database/embarque/index.ts';
import { creerSauvegarde } from '#src/database/sauvegarde/creer.ts';
import { direJournal, verifierSauvegarde, type Manifeste } from '#src/database/sauvegarde/manifeste.ts';
import { restaurerSauvegarde } from '#src/database/sauvegarde/restaurer.ts';

const AIDE = `Usage : npm run --silent sauvegarde -- <verbe> <dossier> [--json]

  creer <dossier>                    copie la base, application en marche ou non, dans un dossier nouveau, et relit la copie
  verifier <dossier>                 relit une sauvegarde et la compare à son manifeste
  restaurer <dossier> [--remplacer]  la remet en place, application arrêtée ; les données présentes sont gardées à côté

« creer » relit aussi le journal : s’il est rompu, la sauvegarde est faite, la porte en marque, et le dit.
La sauvegarde contient tout, données personnelles comprises : rangez-la à l’abri, hors de cette machine.
Codes de sortie : 0 c’est fait ; 1 échec ou sauvegarde abîmée ; 2 demande incorrecte, ou base externe (les commandes à utiliser sont affichées).
`;

interface Demande {
  readonly dossier: string;
  readonly remplacer: boolean;
  readonly json: boolean;
}

const VERBES: Readonly<Record<string, (demande: Demande) => Promise<number>>> = {
  creer,
  verifier,
  restaurer,
};

/** Runs the command. @returns its exit code */
export async function executerSauvegarde([nom, ...args]: readonly string[]): Promise<number> {
  if (nom === '--help' || nom === '-h' || nom === 'aide' || args.includes('--help')) {
    process.stdout.write(AIDE);
    return 0;
  }
  try {
    return await executerVerbe(nom, args);
  } catch (erreur) {
    if (erreur instanceof UsageInvalide) {
      process.stderr.write(`${erreur.message}\n`);
      return 2;
    }
    echouer(erreur);
    return 1;
  }
}

/** @throws UsageInvalide */
async function executerVerbe(nom: string | undefined, args: readonly string[]): Promise<number> {
  const verbe = nom !== undefined && Object.hasOwn(VERBES, nom) ? VERBES[nom] : undefined;
  if (!verbe)
    throw new UsageInvalide(`${nom === undefined ? '' : `Le verbe « ${nom} » n’existe pas.\n`}${AIDE}`);
  const {
    positions: [dossier, ...trop],
    drapeaux,
  } = lireArguments(args, { remplacer: 'drapeau', json: 'drapeau' });
  if (dossier === undefined || trop.length > 0)
    throw new UsageInvalide(`Indiquez le dossier de la sauvegarde.\n${AIDE}`);
  if (drapeaux.has('remplacer') && nom !== 'restaurer')
    throw new UsageInvalide('L’option --remplacer ne va qu’avec « restaurer ».');
  const { base } = lireConfiguration(process.env);
  if (base.mode === 'externe' && nom !== 'verifier') {
    process.stdout.write(commandesExternes(base.urlApplication, base.urlProprietaire));
    return 2;
  }
  return verbe({ dossier, remplacer: drapeaux.has('remplacer'), json: drapeaux.has('json') });
}

async function creer({ dossier, json }: Demande): Promise<number> {
  const avancement = new Avancement();
  const manifeste = await avecPostgres({ log: dire }, (serveur) =>
    creerSauvegarde(serveur, dossier, suivre(avancement)),
  );
  avancement.finir();
  avertir(manifeste);
  return rendre(
    json,
    { dossier, ...resume(manifeste), defauts: [] },
    `Sauvegarde faite et relue dans ${dossier} : ${decrire(manifeste)}\n`,
  );
}

async function verifier({ dossier, json }: Demande): Promise<number> {
  const avancement = new Avancement();
  const { manifeste, defauts } = await verifierSauvegarde(dossier, suivre(avancement));
  avancement.finir();
  avertir(manifeste);
  rendre(
    json,
    { dossier, ...resume(manifeste), defauts },
    defauts.length === 0
      ? `Sauvegarde intacte : ${decrire(manifeste)}\n`
      : `${defauts.map((defaut) => `✗ ${defaut}\n`).join('')}Sauvegarde abîmée : ${defauts.length} défaut(s).\n`,
  );
  return defauts.length === 0 ? 0 : 1;
}

async function restaurer({ dossier, remplacer, json }: Demande): Promise<number> {
  const avancement = new Avancement();
  const { manifeste, ancienne } = await restaurerSauvegarde(dossier, {
    remplacer,
    progres: suivre(avancement),
  });
  avancement.finir();
  avertir(manifeste);
  return rendre(
    json,
    { dossier, ...resume(manifeste), ancienne },
    `Base restaurée, ouverte et contrôlée : ${decrire(manifeste)}\n${ancienne === null ? '' : `Les données d’avant sont gardées dans ${ancienne} : supprimez ce dossier quand vous n’en aurez plus besoin.\n`}Vérifiez-la tout à fait : npm run journal -- verifier, puis npm run --silent regles -- rejouer --tout.\n`,
  );
}

const suivre =
  (avancement: Avancement) =>
  (lus: number, total: number): void => {
    avancement.dire(Math.round(lus / 1e6), Math.round(total / 1e6), 'Mo relus');
  };
/** Loud, whatever the output goes to: the backup is made, and carries what it carries. */
const avertir = (manifeste: Manifeste): void => {
  process.stderr.write(direJournal(manifeste));
};
const dire = (ligne: string): void => {
  process.stderr.write(`${ligne}\n`);
};

function rendre(json: boolean, contenu: object, texte: string): number {
  process.stdout.write(json ? `${JSON.stringify(contenu, null, 2)}\n` : texte);
  return 0;
}

function resume({ debut, fin, postgresql, migrations, chaines, journal, fichiers }: Manifeste) {
  return {
    debut,
    fin,
    postgresql,
    migrations: migrations.length,
    chaines,
    journal,
    fichiers: fichiers.length,
    octets: fichiers.reduce((somme, { taille }) => somme + taille, 0),
  };
}

function decrire(manifeste: Manifeste): string {
  const { fin, fichiers, octets, chaines } = resume(manifeste);
  return `${fichiers} fichiers, ${Math.round(octets / 1e6)} Mo, état du ${fin.slice(0, 10)} à ${fin.slice(11, 16)} UTC, ${chaines.length} chaîne(s) du journal.`;
}
