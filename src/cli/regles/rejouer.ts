/** `regles rejouer`: takes recorded decisions again from their hash and tells any difference. */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { Introuvable, Refus } from '#src/kernel/refus.ts';
import type { Acteur } from '#src/kernel/acteur.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { chercherDecision } from '#src/domain/suivi/explication/chercher.ts';
import {
  rejouer,
  rejouerTout,
  type Rejeu,
  type RejeuImpossible,
} from '#src/domain/politique/registre/rejeu.ts';

const USAGE =
  'regles rejouer <identifiant ou référence de décision> | --tout [--json]\n  Reprend une décision enregistrée, ou toutes, avec la version même qui les a prises ; sort avec 1 s’il y a une différence.';
const SYSTEME: Acteur = { type: 'systeme', raison: 'regles rejouer' };

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const {
      positions: [id, ...trop],
      drapeaux,
    } = lireArguments(args, { tout: 'drapeau', json: 'drapeau' });
    const tout = drapeaux.has('tout');
    if (trop.length > 0 || (id === undefined) === !tout)
      throw new UsageInvalide(`Indiquez une décision, ou --tout. Usage : ${USAGE}`);
    const json = drapeaux.has('json');
    return avecOutil((outil) =>
      id === undefined ? rejouerToutes(outil, json) : rejouerUne(outil, id, json),
    );
  },
};

async function rejouerUne({ executeur, registre }: Outil, id: string, json: boolean): Promise<CodeDeSortie> {
  try {
    const rejeu = await executeur.lire(SYSTEME, async (unite) =>
      rejouer(registre, await chercherDecision(unite, id)),
    );
    process.stdout.write(
      json
        ? bilan(1, rejeu.differences.length === 0 ? [] : [rejeu])
        : rejeu.differences.length === 0
          ? `Décision ${id} : rejouée à l’identique.\n`
          : `${dire(rejeu)}\n`,
    );
    return rejeu.differences.length === 0 ? 0 : 1;
  } catch (erreur) {
    if (erreur instanceof Introuvable)
      throw new UsageInvalide(`Aucune décision ne porte l’identifiant ou la référence « ${id} ».`);
    throw erreur instanceof Refus ? new UsageInvalide(erreur.message) : erreur;
  }
}

async function rejouerToutes({ executeur, registre }: Outil, json: boolean): Promise<CodeDeSortie> {
  const [rejouees, autres] = await executeur.lire(SYSTEME, async ({ em }) => {
    const total = await em.count(Decision);
    const avancement = new Avancement();
    let faites = 0;
    const autres: (Ecart | RejeuImpossible)[] = [];
    for await (const rejeu of rejouerTout(em, registre)) {
      faites += 1;
      if (!estIdentique(rejeu)) {
        autres.push('raison' in rejeu ? rejeu : { id: rejeu.id, differences: rejeu.differences });
        if (!json) process.stdout.write(`${dire(rejeu)}\n`);
      }
      avancement.dire(faites, total, 'décisions rejouées');
    }
    avancement.finir();
    return [faites, autres] as const;
  });
  const impossibles = autres.filter((rejeu) => 'raison' in rejeu).length;
  process.stdout.write(
    json
      ? bilan(rejouees, autres)
      : `${rejouees} décision(s) rejouée(s), ${autres.length - impossibles} différence(s)${impossibles > 0 ? `, ${impossibles} qui ne peuvent plus l’être` : ''}.\n`,
  );
  return autres.length === 0 ? 0 : 1;
}

type Ecart = Pick<Rejeu, 'id' | 'differences'>;

const estIdentique = (rejeu: Rejeu | RejeuImpossible): boolean =>
  'differences' in rejeu && rejeu.differences.length === 0;

const bilan = (rejouees: number, autres: readonly (Ecart | RejeuImpossible)[]): string => {
  const differentes = autres.flatMap((rejeu) =>
    'raison' in rejeu ? [] : [{ decision: rejeu.id, differences: rejeu.differences }],
  );
  const impossibles = autres.flatMap((rejeu) =>
    'raison' in rejeu ? [{ decision: rejeu.id, raison: rejeu.raison }] : [],
  );
  return `${JSON.stringify({ rejouees, differentes, impossibles }, null, 2)}\n`;
};

const dire = (rejeu: Ecart | RejeuImpossible): string =>
  'raison' in rejeu
    ? `Décision ${rejeu.id} : l’application ne sait plus évaluer sa version (${rejeu.raison})`
    : `Décision ${rejeu.id} : différence sur ${rejeu.differences.join(', ')}.`;
