/** `journal exporter-personne`: everything about a person, as JSON and as a text he can read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { avecProprietaire, compteDemande, systeme } from '#src/cli/journal/proprietaire.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { exporterPersonne } from '#src/domain/suivi/personne/exporter.ts';
import { lisible } from '#src/domain/suivi/personne/lisible.ts';

const USAGE = `npm run --silent journal -- exporter-personne <compte> [--dossier <dossier>] [--json]
  Écrit personne-<identifiant>.json et personne-<identifiant>.txt dans le dossier (celui-ci par défaut), lisibles par vous seul.
  Avec --json, écrit le seul JSON sur la sortie standard. Le journal garde la trace de l’export.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { dossier: 'texte', json: 'drapeau' });
    const compte = compteDemande(positions, USAGE);
    const contenu = await avecProprietaire((_outil, executeur) =>
      executeur.executer(systeme('journal exporter-personne'), exporterPersonne, { compte }),
    );
    const json = `${JSON.stringify(contenu, null, 2)}\n`;
    if (drapeaux.has('json')) {
      process.stdout.write(json);
      return 0;
    }
    const dossier = textes.get('dossier') ?? '.';
    const fichiers = {
      [join(dossier, `personne-${contenu.compte}.json`)]: json,
      [join(dossier, `personne-${contenu.compte}.txt`)]: lisible(contenu),
    };
    try {
      await mkdir(dossier, { recursive: true });
      for (const [fichier, texte] of Object.entries(fichiers))
        await writeFile(fichier, texte, { mode: 0o600 });
    } catch (erreur) {
      throw new UsageInvalide(
        `Le dossier « ${dossier} » ne peut pas recevoir les fichiers (${(erreur as NodeJS.ErrnoException).code ?? ''}).`,
        { cause: erreur },
      );
    }
    process.stdout.write(`Écrit : ${Object.keys(fichiers).join(', ')}.\n`);
    return 0;
  },
};
