import { deciderAvecTrace, evaluateurDirect, type JeuCompile } from '#src/engine/index.ts';
import { charger } from '#test/rules/appui.ts';
import type { Cas } from '#test/unit/engine/direct/cas-generes.ts';
import { tireurDeCas } from '#test/unit/engine/direct/cas-generes.ts';
import { hasard } from '#test/unit/engine/direct/hasard.ts';
import type { Essai } from './essais.ts';

const JEUX = ['etp', 'estimation-ps', 'fermeture', 'presence', 'quotas'] as const;
/** The decision of record is far slower: fewer cases measure it as well. */
const OFFICIELS_SUR = 20;

/** Cases the file decides: a refusal at the border would flatter the figures. */
function casAcceptes(jeu: JeuCompile, taille: number, graine: number): Cas[] {
  const direct = evaluateurDirect(jeu);
  const tirer = tireurDeCas(jeu.fichier, hasard(graine));
  const acceptes: Cas[] = [];
  while (acceptes.length < Math.min(taille, 2_000)) {
    const cas = tirer();
    try {
      if (direct.juger(cas.date, cas.faits).etat !== 'faits-manquants') acceptes.push(cas);
    } catch {
      // Refused: not a case to time.
    }
  }
  return Array.from({ length: taille }, (_, rang) => acceptes[rang % acceptes.length]).filter(
    (cas) => cas !== undefined,
  );
}

/** Decisions a second of processor time. */
async function cadence(cas: readonly Cas[], decider: (cas: Cas) => unknown): Promise<number> {
  for (const un of cas.slice(0, 1_000)) await decider(un);
  const debut = process.cpuUsage();
  for (const un of cas) {
    const rendu = decider(un);
    if (rendu instanceof Promise) await rendu;
  }
  const { user, system } = process.cpuUsage(debut);
  return Math.round((cas.length * 1e6) / (user + system));
}

export const essai: Essai = {
  titre: 'décisions par seconde et par cœur, faits lus et faits dérivés compris',
  taille: 50_000,
  async executer({ graine, taille, surProgres }) {
    const chiffres: Record<string, number> = {};
    for (const [rang, id] of JEUX.entries()) {
      const jeu = charger(id);
      const direct = evaluateurDirect(jeu);
      const cas = casAcceptes(jeu, taille, graine);
      chiffres[`${id}, direct sans trace`] = await cadence(cas, ({ date, faits }) =>
        direct.juger(date, faits),
      );
      chiffres[`${id}, direct sans trace, calculs écrits`] = await cadence(
        cas,
        ({ date, faits }) => direct.juger(date, faits).calculs,
      );
      chiffres[`${id}, direct avec trace et messages`] = await cadence(cas, ({ date, faits }) =>
        direct.evaluer(date, faits),
      );
      chiffres[`${id}, décision officielle (les deux)`] = await cadence(
        cas.slice(0, Math.ceil(taille / OFFICIELS_SUR)),
        (un) => deciderAvecTrace(jeu, un),
      );
      surProgres(rang + 1, JEUX.length);
    }
    return chiffres;
  },
};
