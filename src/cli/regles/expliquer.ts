/** `regles expliquer`: what a recorded decision said, from which facts, by which rule. */
import { avecOutil } from '#src/cli/outil.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { charger } from '#src/domain/commun/chargement.ts';
import { Introuvable } from '#src/domain/commun/refus.ts';
import { Decision } from '#src/domain/decision/decision.ts';

const USAGE = 'regles expliquer <identifiant de décision> [--json]';

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions: [id, ...trop], drapeaux } = lireArguments(args, { json: 'drapeau' });
    if (id === undefined || trop.length > 0) throw new UsageInvalide(`Indiquez une décision. Usage : ${USAGE}`);
    const decision = await avecOutil(async ({ executeur }) =>
      executeur.lire({ type: 'systeme', raison: 'regles expliquer' }, (unite) => charger(unite, Decision, id, 'Décision'))
        .catch((erreur: unknown) => {
          throw erreur instanceof Introuvable ? new UsageInvalide(`Aucune décision ne porte l’identifiant « ${id} ».`) : erreur;
        }));
    process.stdout.write(drapeaux.has('json') ? `${JSON.stringify(decision, null, 2)}\n` : enClair(decision));
    return 0;
  },
};

function enClair(decision: Decision): string {
  const lignes = [
    `Décision ${decision.id} du ${decision.priseLe.toISOString()}`,
    `Règles : « ${decision.jeu} » ${decision.versionRegle}, à la date du ${decision.dateReference} (empreinte ${decision.empreinte})`,
    `État : ${decision.etat} — issues : ${decision.issues.join(', ') || 'aucune'}`,
    ...(decision.manquants.length > 0 ? [`Faits manquants : ${decision.manquants.join(', ')}`] : []),
    'Faits :', ...Object.entries(decision.faits).map(([nom, valeur]) => `  ${nom} = ${valeur ?? 'absent'}`),
    ...(Object.keys(decision.calculs).length > 0 ? ['Calculs :', ...Object.entries(decision.calculs).map(([nom, valeur]) => `  ${nom} = ${valeur}`)] : []),
    'Constats :', ...decision.constats.flatMap(({ regle, gravite, message, commentCorriger, source, certitude }) => [
      `  [${gravite}] ${message}`, ...(commentCorriger === '' ? [] : [`    ${commentCorriger}`]), `    règle ${regle} ; source : ${source} (${certitude})`,
    ]),
  ];
  return `${lignes.join('\n')}\n`;
}
