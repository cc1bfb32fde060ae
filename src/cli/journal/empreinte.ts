/** `journal empreinte`: the end of every chain, as a small text file to keep elsewhere. */
import { writeFile } from 'node:fs/promises';
import { avecOutil } from '#src/cli/outil.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { ecrireEmpreintes, empreintesDesChaines } from '#src/kernel/journal/empreintes.ts';

const USAGE = `npm run --silent journal -- empreinte [--sortie <fichier>] [--json]
  Écrit l’empreinte du journal sur la sortie standard, ou dans un fichier nouveau. À garder hors de cette machine, chaque jour :
  « journal verifier --depuis <fichier> » dira plus tard si le journal contient toujours ce qu’il contenait.`;
const SYSTEME: Acteur = { type: 'systeme', raison: 'journal empreinte' };

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { sortie: 'texte', json: 'drapeau' });
    if (positions.length > 0)
      throw new UsageInvalide(`« ${positions.join(' ')} » n’est pas attendu. Usage : ${USAGE}`);
    const [empreintes, le] = await avecOutil(({ executeur }) =>
      executeur.lire(
        SYSTEME,
        async ({ em, maintenant }) => [await empreintesDesChaines(em), maintenant] as const,
      ),
    );
    const texte = drapeaux.has('json')
      ? `${JSON.stringify({ le: le.toISOString(), chaines: empreintes }, null, 2)}\n`
      : ecrireEmpreintes(empreintes, le);
    const sortie = textes.get('sortie');
    if (sortie === undefined) process.stdout.write(texte);
    else {
      // An empreinte already kept is never written over.
      await writeFile(sortie, texte, { flag: 'wx' }).catch((erreur: NodeJS.ErrnoException) => {
        throw new UsageInvalide(
          erreur.code === 'EEXIST'
            ? `« ${sortie} » existe déjà : donnez un autre nom, une empreinte gardée ne se remplace pas.`
            : `« ${sortie} » ne peut pas être écrit (${erreur.code ?? ''}).`,
        );
      });
      process.stdout.write(
        `Empreinte de ${empreintes.length} chaîne(s) écrite dans ${sortie}. Gardez ce fichier hors de cette machine.\n`,
      );
    }
    return 0;
  },
};
