/** `journal effacer-personne`: erases what names a person. */
import { avecProprietaire, compteDemande, systeme } from '#src/cli/journal/proprietaire.ts';
import { lireArguments, UsageInvalide, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { effacerPersonne } from '#src/domain/suivi/personne/effacer.ts';

const USAGE = `npm run --silent journal -- effacer-personne <compte> --motif <raison> [--json]
  Efface nom, adresse, téléphone et identifiant de la personne dans toutes les Caf, ses accès, ses sessions, ses courriels, et leurs valeurs
  dans le journal. Ce qu’elle a fait reste, sous le seul numéro de son compte ; les signatures restent, comme preuve des actes.
  Refusé tant qu’elle exerce. Sans retour : faites d’abord « journal exporter-personne ». N’écrivez pas son nom dans le motif.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, textes, drapeaux } = lireArguments(args, { motif: 'texte', json: 'drapeau' });
    const compte = compteDemande(positions, USAGE);
    const motif = textes.get('motif');
    if (motif === undefined)
      throw new UsageInvalide(
        `Indiquez la raison avec --motif : elle est gardée au journal. Usage : ${USAGE}`,
      );
    const bilan = await avecProprietaire((_outil, executeur) =>
      executeur.executer(systeme('journal effacer-personne'), effacerPersonne, { compte, motif }),
    );
    if (drapeaux.has('json')) {
      process.stdout.write(`${JSON.stringify(bilan, null, 2)}\n`);
      return 0;
    }
    const lignes = Object.entries(bilan.tables).map(([table, nombre]) => `  ${table} : ${nombre} ligne(s)\n`);
    process.stdout.write(
      bilan.dejaFait
        ? 'Rien à effacer : cette personne l’est déjà.\n'
        : `Personne effacée.\n${lignes.join('')}  journal : ${bilan.valeursDuJournal} valeur(s) et leur sel\n`,
    );
    for (const { table, colonne, lignes: nombre, pourquoi } of bilan.aRelire) {
      process.stdout.write(
        pourquoi === 'signature'
          ? `  Gardé comme preuve : ${table}.${colonne}, ${nombre} ligne(s).\n`
          : `  À relire à la main : ${table}.${colonne} cite la personne, ${nombre} ligne(s).\n`,
      );
    }
    return 0;
  },
};
