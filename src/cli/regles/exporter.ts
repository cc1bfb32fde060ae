/** `regles exporter`: takes a version, a submission or a draft out of the registry as a file of `rules/`. */
import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { acteur, agir, dire, leSeul, lireNom, NOM_DE_FICHIER } from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { RULES_FOLDER, RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerVersion } from '#src/domain/politique/livraison/livraison.ts';
import { FichierInvalide } from '#src/engine/erreurs.ts';
import { nomDeFichier, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';

const USAGE = `regles exporter ${NOM_DE_FICHIER} <version | brouillon | identifiant d’un brouillon> [--sortie <chemin | ->] [--regles <dossier>] [--remplacer] [--json]
  Écrit le fichier à sa place dans rules/, ou à --sortie (- : sortie standard). Sa forme canonique est celle du registre, octet pour octet.`;

/** A text of the registry; `empreinte` is null for a draft. */
interface Sortie {
  readonly genre: GenreDeVersion;
  readonly jeu: string;
  readonly numero: string;
  readonly texte: string;
  readonly empreinte: string | null;
}

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [nom, version, ...trop],
      textes,
      drapeaux,
    } = lireArguments(args, { sortie: 'texte', regles: 'texte', remplacer: 'drapeau', json: 'drapeau' });
    if (nom === undefined || version === undefined || trop.length > 0)
      throw new UsageInvalide(`Indiquez un fichier et une version. Usage : ${USAGE}`);
    return avecOutil((outil) =>
      agir(async () => {
        const sortie = await trouver(outil, nom, version);
        if (textes.get('sortie') === '-') {
          process.stdout.write(sortie.texte);
          return;
        }
        const racine = resolve(textes.get('regles') ?? RULES_FOLDER);
        const chemin = resolve(textes.get('sortie') ?? place(racine, sortie));
        await ecrire(chemin, sortie.texte, drapeaux.has('remplacer'));
        const accord =
          sortie.empreinte === null ? null : await comparer(new RuleFolder(racine), chemin, sortie.empreinte);
        const { genre, jeu, numero, empreinte } = sortie;
        dire(
          drapeaux.has('json'),
          {
            genre,
            jeu,
            version: numero,
            fichier: chemin,
            empreinte,
            identique: accord === null ? null : accord === '',
          },
          [
            `« ${jeu} » ${numero} est écrit dans ${chemin}.`,
            ...(accord === null
              ? ['C’est un brouillon : sans effet tant qu’il n’est pas soumis puis approuvé.']
              : [
                  accord === ''
                    ? `Forme canonique identique à celle du registre : ${empreinte}`
                    : `Attention : ${accord}`,
                ]),
          ],
        );
      }),
    );
  },
};

const place = (racine: string, { genre, jeu, numero }: Sortie): string =>
  join(racine, nomDeFichier(genre, jeu), `${numero}.json`);

/** The drafts of a file, the latest first. */
function brouillonsDe(jeu: string, id?: string) {
  const siens = tables
    .selectFrom('brouillon_regle')
    .select(['id', 'genre', 'jeu', 'numero', 'texte', sql<string | null>`null`.as('empreinte')])
    .where('jeu', '=', jeu)
    .orderBy('modifie_le', 'desc');
  return id === undefined ? siens : siens.where('id', '=', id);
}

/** The versions of a number, those published first. */
const publieesOuSoumises = (jeu: string, numero: string) =>
  tables
    .selectFrom('version_regle')
    .select(['empreinte as id', 'genre', 'jeu', 'numero', 'texte'])
    .select(({ ref }) => [sql<string | null>`${ref('empreinte')}`.as('empreinte'), sql<number>`0`.as('rang')])
    .where('jeu', '=', jeu)
    .where('numero', '=', numero)
    .unionAll(
      tables
        .selectFrom('soumission_regle')
        .select(({ cast }) => [cast<string>('id', 'text').as('id'), 'genre', 'jeu', 'numero', 'texte'])
        .select(({ ref }) => [
          sql<string | null>`${ref('empreinte')}`.as('empreinte'),
          sql<number>`1`.as('rang'),
        ])
        .where('jeu', '=', jeu)
        .where('numero', '=', numero)
        .where('etat', '=', 'soumis'),
    )
    .orderBy('rang');

async function trouver({ executeur }: Outil, nom: string, version: string): Promise<Sortie> {
  const { genre, jeu } = lireNom(nom);
  const estBrouillon = version === 'brouillon' || /^[0-9a-f-]{36}$/i.test(version);
  const lignes = await executeur.lire(acteur('exporter'), ({ em }) =>
    estBrouillon
      ? lireLignes(em, brouillonsDe(jeu, version === 'brouillon' ? undefined : version))
      : lireLignes(em, publieesOuSoumises(jeu, version)),
  );
  const candidats = lignes.filter((ligne) => genre === undefined || ligne.genre === genre);
  if (
    version === 'brouillon' &&
    candidats.length > 1 &&
    new Set(candidats.map((candidat) => candidat.genre)).size === 1
  ) {
    throw new UsageInvalide(
      `« ${nom} » a ${candidats.length} brouillons : indiquez l’identifiant de l’un d’eux (${candidats.map(({ id, numero }) => `${id} pour le ${numero}`).join(', ')}).`,
    );
  }
  return leSeul(
    candidats,
    estBrouillon
      ? `« ${nom} » n’a pas ce brouillon.`
      : `Le registre n’a pas de version ${version} de « ${nom} ».`,
  );
}

async function ecrire(chemin: string, texte: string, remplacer: boolean): Promise<void> {
  const ancien = await readFile(chemin, 'utf8').catch(() => null);
  if (ancien !== null && ancien !== texte && !remplacer)
    throw new UsageInvalide(
      `Le fichier ${chemin} existe déjà avec un autre contenu : rien n’a été écrit. Ajoutez --remplacer pour l’écraser.`,
    );
  await mkdir(dirname(chemin), { recursive: true });
  await writeFile(chemin, texte);
}

/**
 * Empty when the file, read back and closed, has the hash of the registry; otherwise the sentence that says
 * why not.
 */
async function comparer(dossier: RuleFolder, chemin: string, empreinte: string): Promise<string> {
  try {
    const relu = await preparerVersion(dossier, dossier.referenceDe(chemin));
    return relu.empreinte === empreinte
      ? ''
      : 'relu depuis le disque, le fichier n’a pas la même forme canonique : les paramètres partagés de rules/ ne sont pas ceux du registre.';
  } catch (erreur) {
    if (erreur instanceof FichierInvalide)
      return `relu depuis le disque, le fichier est refusé : ${erreur.message}`;
    throw erreur;
  }
}
