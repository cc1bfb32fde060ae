/** A study as a server conducts it, its threads included, with nothing written: any base will do. */
import type { Executeur } from '#src/kernel/commande.ts';
import { AGREGATS_VIDES } from '#src/domain/politique/impact/agregats.ts';
import { AU_DEBUT, conduire } from '#src/domain/politique/impact/conduire.ts';
import { lireLot } from '#src/domain/politique/impact/lecture.ts';
import { ouvrirEvaluateur } from '#src/domain/politique/impact/ouvrir.ts';
import { systeme } from '#test/support/acteurs.ts';

export interface EtudeDemandee {
  readonly jeu: string;
  /** Canonical texts of two versions. */
  readonly avant: string;
  readonly apres: string;
  /** It stops at the end of the batch that reaches this many cases. */
  readonly cas: number;
}

export interface EtudeMenee {
  readonly lus: number;
  readonly ms: number;
  /** Resident memory of the process, threads included, as the cases went by. */
  readonly memoire: readonly { readonly lus: number; readonly octets: number }[];
}

const REGARD_MS = 50;

export async function mener(
  executeur: Executeur,
  { jeu, avant, apres, cas }: EtudeDemandee,
): Promise<EtudeMenee> {
  const population = { jeu, du: null, au: null, prisesAvant: new Date() };
  const memoire: { lus: number; octets: number }[] = [];
  let lus = 0;
  const regard = setInterval(() => memoire.push({ lus, octets: process.memoryUsage.rss() }), REGARD_MS);
  const arret = new AbortController();
  const evaluateur = ouvrirEvaluateur({ avant, apres, depuis: AGREGATS_VIDES }, cas);
  const debut = performance.now();
  try {
    await conduire({
      lire: (curseur) => executeur.lire(systeme, (unite) => lireLot(unite, population, curseur)),
      evaluateur,
      depuis: AU_DEBUT,
      generes: 0,
      graine: '',
      poser: (checkpoint) => {
        ({ lus } = checkpoint);
        if (lus >= cas) arret.abort();
        return Promise.resolve();
      },
      arret: arret.signal,
    });
    return { lus, ms: performance.now() - debut, memoire };
  } finally {
    clearInterval(regard);
    await evaluateur.fermer();
  }
}
