/** `regles importer`: makes a draft of a file, to go on with on screen. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { avecOutil } from '#src/cli/outil.ts';
import { baseDe } from '#src/cli/regles/base.ts';
import { acteur, agir, compteInterne, dire } from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { creerBrouillon } from '#src/domain/politique/commandes.ts';
import { FORMATS, genreDuFormat, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';

const USAGE = `regles importer <chemin du fichier> --auteur <adresse mail du compte> [--json]
  Fait du fichier un brouillon, tel qu’il est écrit : ses contrôles passeront à la soumission.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [chemin, ...trop],
      textes,
      drapeaux,
    } = lireArguments(args, { auteur: 'texte', json: 'drapeau' });
    const auteur = textes.get('auteur');
    if (chemin === undefined || trop.length > 0 || auteur === undefined)
      throw new UsageInvalide(`Indiquez un fichier et son auteur. Usage : ${USAGE}`);
    if (!existsSync(chemin)) throw new UsageInvalide(`Le fichier « ${chemin} » n’existe pas.`);
    const dossier = new RuleFolder();
    const { texte, lu } = await dossier.lire(dossier.referenceDe(resolve(chemin)));
    const { format, id, version } = (
      typeof lu.valeur === 'object' && lu.valeur !== null ? lu.valeur : {}
    ) as { readonly format?: unknown; readonly id?: unknown; readonly version?: unknown };
    const genre = genreDuFormat(format);
    if (genre === undefined || typeof id !== 'string')
      throw new UsageInvalide(
        `Le fichier « ${chemin} » ne dit pas ce qu’il est : « format » doit être ${FORMATS.join(', ')}, et « id » son nom.`,
      );
    return avecOutil((outil) =>
      agir(async () => {
        const base = await baseDe(outil, new RuleFolder(racineDe(resolve(chemin), genre)), {
          genre,
          id,
          version: typeof version === 'string' ? version : '0.0.0',
          chemin,
          nom: chemin,
        });
        const brouillon = await outil.executeur.executer(acteur('importer'), creerBrouillon, {
          genre,
          jeu: id,
          texte,
          base: base?.empreinte,
          pour: await compteInterne(outil, 'auteur', auteur),
        });
        const { id: brouillonId, jeu, numero } = brouillon;
        dire(drapeaux.has('json'), { brouillon: brouillonId, genre, jeu, version: numero }, [
          `« ${jeu} » ${numero} est un brouillon de ${auteur} : ${brouillonId}`,
          'Il se reprend à l’écran, dans « Règles » ; il est sans effet tant qu’il n’est pas soumis puis approuvé.',
        ]);
      }),
    );
  },
};

/**
 * The folder of rules a file lies in, by its place: `<folder>/quotas/1.0.0.json`,
 * `<folder>/parametres/ram/1.0.0.json`.
 */
const racineDe = (chemin: string, genre: GenreDeVersion): string =>
  genre === 'regles' ? dirname(dirname(chemin)) : dirname(dirname(dirname(chemin)));
