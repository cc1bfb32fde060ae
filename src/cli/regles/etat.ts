/**
 * `regles etat`: what is in force, what comes next and what waits, file by file; days without any version.
 */
import { dateFr } from '#src/kernel/francais.ts';
import { avecOutil } from '#src/cli/outil.ts';
import { acteur, direJours, direTrous } from '#src/cli/regles/politique.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { fichiersDeRegles } from '#src/domain/politique/consultation/lectures.ts';
import type { FichierListe } from '#src/domain/politique/consultation/vues.ts';

const USAGE = `regles etat [--json]
  Chaque fichier du registre : version en vigueur aujourd’hui, version à venir, brouillons et demandes en attente, questions ouvertes, dernière vérification, jours sans aucune version.`;

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions, drapeaux } = lireArguments(args, { json: 'drapeau' });
    if (positions.length > 0)
      throw new UsageInvalide(`Ce verbe ne prend pas de nom de fichier. Usage : ${USAGE}`);
    const fichiers = await avecOutil(({ executeur }) => executeur.lire(acteur('etat'), fichiersDeRegles));
    process.stdout.write(drapeaux.has('json') ? `${JSON.stringify(fichiers, null, 2)}\n` : enClair(fichiers));
    return 0;
  },
};

function enClair(fichiers: readonly FichierListe[]): string {
  const lignes = fichiers.map(({ genre, jeu, enVigueur, prochaine, ...reste }) =>
    [
      `${genre === 'regles' ? '' : `${genre}/`}${jeu} : ${enVigueur ? `${enVigueur.numero} en vigueur ${direJours(enVigueur)}` : 'aucune version en vigueur aujourd’hui'}`,
      ...(prochaine ? [`${prochaine.numero} à venir ${direJours(prochaine)}`] : []),
      ...compter(reste.brouillons, 'brouillon'),
      ...compter(reste.soumissions, 'version à approuver', 'versions à approuver'),
      ...compter(reste.reactivations, 'réactivation à confirmer', 'réactivations à confirmer'),
      ...compter(reste.questionsOuvertes, 'question ouverte', 'questions ouvertes'),
      ...compter(reste.valeursFictives, 'valeur fictive', 'valeurs fictives'),
      ...(reste.derniereVerification === null ? [] : [`vérifié le ${dateFr(reste.derniereVerification)}`]),
    ].join(' ; '),
  );
  const trous = fichiers.flatMap(({ jeu, trous: vides }) => direTrous(jeu, vides));
  return `${[...lignes, ...(trous.length > 0 ? ['', ...trous] : [])].join('\n')}\n`;
}

const compter = (nombre: number, singulier: string, pluriel = `${singulier}s`): string[] =>
  nombre === 0 ? [] : [`${nombre} ${nombre === 1 ? singulier : pluriel}`];
