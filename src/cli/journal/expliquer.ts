/** `journal expliquer`: answers for lines known to be wrong. */
import { avecProprietaire, systeme } from '#src/cli/journal/proprietaire.ts';
import { compteInterne } from '#src/cli/regles/politique.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { expliquerAnomalies } from '#src/database/journal/expliquer.ts';

const USAGE = `npm run --silent journal -- expliquer --chaine <code de Caf ou national> --rang <rang, ou du-au> --par <adresse mail de votre compte> --motif <raison> [--json]
  Ajoute à la chaîne une ligne, à votre nom, qui répond de ce que « journal verifier » y a trouvé de rompu : elle scelle ce qui s’y trouve aujourd’hui
  (empreinte trouvée, empreinte attendue). Rien n’est récrit. La vérification dit ensuite « expliquée par … », tant que ces lignes ne changent plus.
  Gardez d’abord une sauvegarde et une empreinte ; n’écrivez pas de nom de personne dans le motif.`;
const RANGS = /^(\d{1,9})(?:-(\d{1,9}))?$/;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, {
      chaine: 'texte',
      rang: 'texte',
      par: 'texte',
      motif: 'texte',
      json: 'drapeau',
    });
    if (positions.length > 0)
      throw new UsageInvalide(`« ${positions.join(' ')} » n’est pas attendu. Usage : ${USAGE}`);
    const [chaine, rangs, par, motif] = (['chaine', 'rang', 'par', 'motif'] as const).map((option) => {
      const valeur = textes.get(option);
      if (valeur === undefined) throw new UsageInvalide(`Il manque --${option}. Usage : ${USAGE}`);
      return valeur;
    });
    const [, du, au = du] = RANGS.exec(rangs ?? '') ?? [];
    if (du === undefined || Number(au) < Number(du))
      throw new UsageInvalide(
        `--rang : « ${rangs ?? ''} » n’est ni un rang, ni deux rangs qui se suivent. Exemples : 952, ou 952-960.`,
      );
    const { rang, constats } = await avecProprietaire(async (outil, executeur) =>
      executeur.executer(systeme('journal expliquer'), expliquerAnomalies, {
        chaine,
        du,
        au,
        motif,
        pour: await compteInterne(outil, 'par', par ?? ''),
      }),
    );
    process.stdout.write(
      drapeaux.has('json')
        ? `${JSON.stringify({ chaine, rang, constats }, null, 2)}\n`
        : `${constats.length} anomalie(s) expliquée(s) par la ligne de rang ${rang} de la chaîne ${chaine ?? ''}. Gardez une empreinte nouvelle : « journal empreinte ».\n`,
    );
    return 0;
  },
};
