/**
 * `regles expliquer`: what a recorded decision was made of, whether it replays the same, and the letter that
 * tells it to the partner.
 */
import { avecOutil } from '#src/cli/outil.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { Introuvable, Refus } from '#src/kernel/refus.ts';
import { expliquer } from '#src/domain/suivi/explication/expliquer.ts';
import { lettreDe } from '#src/domain/suivi/courrier/lettre-de-decision.ts';
import { rejouerEnMots, type RejeuEnMots } from '#src/domain/suivi/explication/rejeu.ts';
import { explicationEnTexte, lettreEnTexte } from '#src/domain/suivi/courrier/texte.ts';

const USAGE = `regles expliquer <identifiant ou référence de décision> [--lettre] [--json]
  Dit ce qui a été décidé, pourquoi, avec quels faits et quelles valeurs, ce qui n’a pas été examiné et ce qui changerait l’issue.
  --lettre : le courrier au partenaire. La référence courte d’un courrier (1A2B3C4D-5E6F) suffit.`;
const SYSTEME: Acteur = { type: 'systeme', raison: 'regles expliquer' };

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [reference, ...trop],
      drapeaux,
    } = lireArguments(args, { json: 'drapeau', lettre: 'drapeau' });
    if (reference === undefined || trop.length > 0)
      throw new UsageInvalide(`Indiquez une décision. Usage : ${USAGE}`);
    const json = drapeaux.has('json');
    const dit = await avecOutil(async ({ executeur }) =>
      executeur.lire(SYSTEME, async (unite) => {
        if (drapeaux.has('lettre')) {
          const lettre = await lettreDe(unite, reference);
          return json ? enJson(lettre) : lettreEnTexte(lettre);
        }
        const explication = await expliquer(unite, reference);
        const rejeu = await rejouerEnMots(unite, reference);
        return json
          ? enJson({ ...explication, rejeu })
          : explicationEnTexte(explication) + rejeuEnTexte(rejeu);
      }),
    ).catch((erreur: unknown) => {
      if (erreur instanceof Introuvable)
        throw new UsageInvalide(`Aucune décision ne porte l’identifiant ou la référence « ${reference} ».`);
      throw erreur instanceof Refus ? new UsageInvalide(erreur.message) : erreur;
    });
    process.stdout.write(dit);
    return 0;
  },
};

const enJson = (valeur: unknown): string => `${JSON.stringify(valeur, null, 2)}\n`;

const rejeuEnTexte = ({ identique, differences, echec }: RejeuEnMots): string =>
  `\n${echec ?? (identique ? 'Rejouée avec la version du jour : à l’identique.' : ['Rejouée avec la version du jour : DIFFÉRENCES.', ...differences.map(({ quoi, avant, apres }) => `- ${quoi} : ${avant}\n  devient : ${apres}`)].join('\n'))}\n`;
