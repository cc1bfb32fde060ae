/** `journal purger`: applies the retention. */
import { sql } from 'kysely';
import { lireLignes, nombreDeLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { avecProprietaire, systeme } from '#src/cli/journal/proprietaire.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { premierMoisGarde, purgerJournal } from '#src/database/journal/purger.ts';

const USAGE = `npm run --silent journal -- purger [--pour-de-vrai] [--json]
  Sans --pour-de-vrai, dit seulement ce qui partirait. La durée de conservation est le paramètre « dureeDeConservation » du fichier « journal ».
  Le journal est relu d’abord : s’il est rompu, rien ne part. Ce qui part laisse son empreinte, ce qui reste se vérifie comme avant.`;
const SYSTEME = systeme('journal purger');

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, drapeaux } = lireArguments(args, { 'pour-de-vrai': 'drapeau', json: 'drapeau' });
    if (positions.length > 0)
      throw new UsageInvalide(`« ${positions.join(' ')} » n’est pas attendu. Usage : ${USAGE}`);
    const json = drapeaux.has('json');
    return avecProprietaire(async (_outil, executeur) => {
      const { limite, lignes, anomalie } = await executeur.lire(
        SYSTEME,
        async ({ em, registre, aujourdhui }) => {
          const garde = premierMoisGarde(registre, aujourdhui).toString();
          const [compte] = await lireLignes(
            em,
            tables
              .selectFrom('journal')
              .select(nombreDeLignes.as('lignes'))
              .where('le', '<', sql<string>`(${garde}::date)::timestamp at time zone 'UTC'`),
          );
          let premiere: string | null = null;
          for (const chaine of drapeaux.has('pour-de-vrai') ? await chaines(em) : [])
            premiere ??= (await verifierChaine(em, chaine)).anomalie;
          return { limite: garde, lignes: compte?.lignes ?? 0, anomalie: premiere };
        },
      );
      if (anomalie !== null) {
        process.stderr.write(`Rien n’est purgé : le journal est rompu. ${anomalie}\n`);
        return 1;
      }
      if (!drapeaux.has('pour-de-vrai')) {
        process.stdout.write(
          json
            ? `${JSON.stringify({ limite, lignes })}\n`
            : `${lignes} ligne(s) d’avant le ${limite} partiraient. Pour les retirer : ajoutez --pour-de-vrai.\n`,
        );
        return 0;
      }
      const bilan = await executeur.executer(SYSTEME, purgerJournal, {});
      process.stdout.write(
        json
          ? `${JSON.stringify(bilan, null, 2)}\n`
          : bilan.mois.length === 0
            ? `Rien à purger : aucun mois entier n’est d’avant le ${limite}.\n`
            : `${bilan.lignes} ligne(s) et ${bilan.valeurs} valeur(s) personnelle(s) retirées, de ${bilan.mois[0] ?? ''} à ${bilan.mois.at(-1) ?? ''}.\n`,
      );
      return 0;
    });
  },
};
