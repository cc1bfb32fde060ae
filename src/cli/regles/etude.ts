/** The impact study an approval asks for, made from the shell when no server does it first. */
import { setTimeout as attendre } from 'node:timers/promises';
import type { Outil } from '#src/cli/outil.ts';
import { Avancement } from '#src/cli/regles/avancement.ts';
import { UsageInvalide } from '#src/cli/regles/usage.ts';
import { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { travaillerUneEtude } from '#src/domain/politique/etude/travailleur.ts';

const RELECTURE_MS = 300;

/**
 * Works on a study to its end, or waits for the server that already does; progress on standard error. @param
 * id null: nothing to do @throws UsageInvalide when it stops before its end
 */
export async function runEtude({ executeur }: Outil, id: string | null): Promise<void> {
  if (id === null) return;
  const avancement = new Avancement();
  const arret = new AbortController();
  const interrompre = (): void => arret.abort();
  const suivre = (faits: number, total: number): void =>
    avancement.dire(faits, total, 'étude d’impact, cas examinés');
  process.on('SIGINT', interrompre);
  try {
    while (!arret.signal.aborted) {
      await travaillerUneEtude({ executeur, log: { error: () => undefined }, suivre }, arret.signal, id);
      const { etat, erreur, lus, tires, total, generes } = await executeur.lire(
        { type: 'systeme', raison: 'étude d’impact' },
        ({ em }) => em.findOneOrFail(EtudeImpact, { id }),
      );
      if (etat === 'terminee') return;
      if (etat === 'arretee' || etat === 'echouee')
        throw new UsageInvalide(
          `L’étude d’impact ne s’est pas finie${erreur ? ` : ${erreur}` : ', elle a été arrêtée.'} Reprenez-la à l’écran (« Impact »), ou relancez cette commande.`,
        );
      suivre(lus + tires, (total ?? 0) + generes);
      await attendre(RELECTURE_MS, undefined, { signal: arret.signal }).catch(() => undefined);
    }
    throw new UsageInvalide(
      'Étude d’impact interrompue : rien n’est approuvé. Relancez cette commande, elle reprend où elle en était.',
    );
  } finally {
    avancement.finir();
    process.off('SIGINT', interrompre);
  }
}
