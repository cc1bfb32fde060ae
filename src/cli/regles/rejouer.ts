/** `regles rejouer`: takes recorded decisions again from their hash and tells any difference. */
import { avecOutil, type Outil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { UsageInvalide, lireArguments, type CodeDeSortie, type Verbe } from '#src/cli/regles/usage.ts';
import { Introuvable, Refus } from '#src/domain/commun/refus.ts';
import type { Acteur } from '#src/domain/commun/acteur.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import { chercherDecision } from '#src/domain/decision/explication/chercher.ts';
import { rejouer, rejouerTout, type Rejeu } from '#src/registry/rejeu.ts';

const USAGE = 'regles rejouer <identifiant ou référence de décision> | --tout [--json]\n  Reprend une décision enregistrée, ou toutes, avec la version même qui les a prises ; sort avec 1 s’il y a une différence.';
const SYSTEME: Acteur = { type: 'systeme', raison: 'regles rejouer' };

export const verbe: Verbe = {
  usage: USAGE,
  async executer(args): Promise<CodeDeSortie> {
    const { positions: [id, ...trop], drapeaux } = lireArguments(args, { tout: 'drapeau', json: 'drapeau' });
    const tout = drapeaux.has('tout');
    if (trop.length > 0 || (id === undefined) === !tout) throw new UsageInvalide(`Indiquez une décision, ou --tout. Usage : ${USAGE}`);
    const json = drapeaux.has('json');
    return avecOutil((outil) => (id === undefined ? rejouerToutes(outil, json) : rejouerUne(outil, id, json)));
  },
};

async function rejouerUne({ executeur, registre }: Outil, id: string, json: boolean): Promise<CodeDeSortie> {
  try {
    const rejeu = await executeur.lire(SYSTEME, async (unite) => rejouer(registre, await chercherDecision(unite, id)));
    process.stdout.write(json ? bilan(1, rejeu.differences.length === 0 ? [] : [rejeu]) : rejeu.differences.length === 0 ? `Décision ${id} : rejouée à l’identique.\n` : `${dire(rejeu)}\n`);
    return rejeu.differences.length === 0 ? 0 : 1;
  } catch (erreur) {
    if (erreur instanceof Introuvable) throw new UsageInvalide(`Aucune décision ne porte l’identifiant ou la référence « ${id} ».`);
    throw erreur instanceof Refus ? new UsageInvalide(erreur.message) : erreur;
  }
}

async function rejouerToutes({ executeur, registre }: Outil, json: boolean): Promise<CodeDeSortie> {
  const [rejouees, differentes] = await executeur.lire(SYSTEME, async ({ em }) => {
    const total = await em.count(Decision);
    const avancement = new Avancement();
    let faites = 0;
    const autres: Pick<Rejeu, 'id' | 'differences'>[] = [];
    for await (const rejeu of rejouerTout(em, registre)) {
      faites += 1;
      if (rejeu.differences.length > 0) {
        autres.push({ id: rejeu.id, differences: rejeu.differences });
        if (!json) process.stdout.write(`${dire(rejeu)}\n`);
      }
      avancement.dire(faites, total, 'décisions rejouées');
    }
    avancement.finir();
    return [faites, autres] as const;
  });
  process.stdout.write(json ? bilan(rejouees, differentes) : `${rejouees} décision(s) rejouée(s), ${differentes.length} différence(s).\n`);
  return differentes.length === 0 ? 0 : 1;
}

const bilan = (rejouees: number, differentes: readonly Pick<Rejeu, 'id' | 'differences'>[]): string =>
  `${JSON.stringify({ rejouees, differentes: differentes.map(({ id, differences }) => ({ decision: id, differences })) }, null, 2)}\n`;

const dire = ({ id, differences }: Rejeu): string => `Décision ${id} : différence sur ${differences.join(', ')}.`;
