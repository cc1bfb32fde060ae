/** `journal verifier`: reads every chain again. */
import { sql } from 'kysely';
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { avecOutil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { lireFichier } from '#src/cli/texte.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine, type Verification } from '#src/database/journal/verification.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { direDamage, type Defaut } from '#src/kernel/journal/damages.ts';
import { lireEmpreintes, type EmpreinteDeChaine } from '#src/kernel/journal/empreintes.ts';

const USAGE = `npm run --silent journal -- verifier [--chaine <code de Caf ou national>] [--depuis <fichier d’empreinte>] [--json]
  Sort avec 0 si tout est bon, avec 1 s’il manque, s’ajoute ou change quoi que ce soit : chaque ligne en cause est nommée (les premières, et leur nombre),
  son contenu et son lien avec la précédente jugés à part. Une anomalie expliquée (« journal expliquer ») est dite, et ne compte plus.
  --depuis compare aussi avec une empreinte gardée ailleurs : seule elle fait voir un journal récrit en entier, ou coupé avec sa tête.`;
const SYSTEME: Acteur = { type: 'systeme', raison: 'journal verifier' };

interface Resultat extends Verification {
  readonly chaine: string;
}

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, {
      chaine: 'texte',
      depuis: 'texte',
      json: 'drapeau',
    });
    if (positions.length > 0)
      throw new UsageInvalide(`« ${positions.join(' ')} » n’est pas attendu. Usage : ${USAGE}`);
    const gardees = await lireGardees(textes.get('depuis'));
    const resultats = await avecOutil(({ executeur }) =>
      executeur.lire(SYSTEME, async ({ em }) => {
        const presentes = await chaines(em);
        const demandee = textes.get('chaine');
        if (demandee !== undefined && !presentes.includes(demandee))
          throw new UsageInvalide(
            `Le journal n’a pas de chaîne « ${demandee} » ; chaînes présentes : ${presentes.join(', ')}.`,
          );
        // A chain that was kept elsewhere and is no longer there has lost all its lines.
        const aLire =
          demandee === undefined
            ? [...new Set([...presentes, ...(gardees ?? []).map(({ chaine }) => chaine)])].sort()
            : [demandee];
        const [{ total } = { total: 0 }] = await lireLignes(
          em,
          tables
            .selectFrom('journal_tete')
            .select(({ ref }) => sql<number>`coalesce(sum(${ref('rang')}), 0)::int`.as('total')),
        );
        const avancement = new Avancement();
        const lus: Resultat[] = [];
        let faites = 0;
        for (const chaine of aLire) {
          const temoins = new Map(
            gardees
              ?.filter((gardee) => gardee.chaine === chaine)
              .map(({ rang, empreinte }) => [rang, empreinte]),
          );
          const resultat = await verifierChaine(em, chaine, {
            temoins,
            progres: (lignes) => {
              avancement.dire(faites + lignes, total, 'lignes relues');
            },
          });
          faites += resultat.lignes;
          lus.push({ chaine, ...resultat });
        }
        avancement.finir();
        return lus;
      }),
    );
    return rendre(resultats, drapeaux.has('json'));
  },
};

async function lireGardees(fichier: string | undefined): Promise<readonly EmpreinteDeChaine[] | undefined> {
  if (fichier === undefined) return undefined;
  return lireEmpreintes(await lireFichier(fichier, 'Le fichier')).empreintes;
}

function rendre(resultats: readonly Resultat[], json: boolean): CodeDeSortie {
  const rompues = resultats.filter(({ total }) => total > 0);
  const lignes = resultats.reduce((total, resultat) => total + resultat.lignes, 0);
  if (json)
    process.stdout.write(
      `${JSON.stringify({ valide: rompues.length === 0, lignes, chaines: resultats }, null, 2)}\n`,
    );
  else {
    for (const resultat of resultats)
      process.stdout.write(
        direChaine(resultat)
          .map((ligne) => `${ligne}\n`)
          .join(''),
      );
    process.stdout.write(
      rompues.length === 0
        ? `Journal intact : ${lignes} ligne(s) relue(s) dans ${resultats.length} chaîne(s).\n`
        : `Journal rompu dans ${rompues.length} chaîne(s) sur ${resultats.length}. Gardez la base en l’état et comparez avec une sauvegarde : « npm run sauvegarde ».\n`,
    );
  }
  return rompues.length === 0 ? 0 : 1;
}

const court = (empreinte: string | null): string =>
  empreinte === null ? 'aucune' : `${empreinte.slice(0, 12)}…`;
const NOMS: Readonly<Record<Defaut['nature'], string>> = {
  contenu: 'contenu',
  lien: 'lien',
  valeur: 'valeur personnelle',
  manque: 'ligne absente',
  double: 'ligne en double',
  explication: 'changée depuis',
  temoin: 'empreinte gardée',
  fin: 'tête de chaîne',
  purge: 'purge',
};

/** What was found in a chain, one line a place. */
function direChaine({ chaine, lignes, anomalies, total, expliquees, totalExpliquees }: Resultat): string[] {
  const dites = expliquees.map(
    ({ explication: { par, le, rang, motif }, ...damage }) =>
      `  ${direDamage(chaine, damage)} Expliquée par ${par} le ${dateFr(le)} (rang ${rang}) : ${motif}`,
  );
  const details = anomalies.map(
    (damage) =>
      `✗ ${direDamage(chaine, damage)} [${damage.defauts.map(({ nature, trouvee, attendue }) => `${NOMS[nature]} : trouvée ${court(trouvee)}, attendue ${court(attendue)}`).join(' ; ')}]`,
  );
  return [
    ...details,
    ...(total > anomalies.length
      ? [`  … et ${total - anomalies.length} autre(s) anomalie(s) dans cette chaîne.`]
      : []),
    ...dites,
    ...(totalExpliquees > expliquees.length
      ? [`  … et ${totalExpliquees - expliquees.length} autre(s) anomalie(s) expliquée(s).`]
      : []),
    total === 0
      ? `✓ Chaîne ${chaine} : ${lignes} ligne(s), intacte${totalExpliquees > 0 ? ` hors ${totalExpliquees} anomalie(s) expliquée(s)` : ''}.`
      : `✗ Chaîne ${chaine} : ${total} anomalie(s) sur ${lignes} ligne(s) relue(s).`,
  ];
}
