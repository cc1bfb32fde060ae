/** Cases a file decides, drawn; and what the engines compared are given of each. */
import { evaluateurInterne } from '#src/engine/direct/evaluateur.ts';
import { ErreurDuMoteur } from '#src/engine/erreurs.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { tireurDeCas, type Cas } from '#test/unit/engine/direct/cas-generes.ts';
import { hasard } from '#test/unit/engine/direct/hasard.ts';
import { enSimple, type FaitsSimples } from './concurrents.ts';

export interface CasDeBench {
  /** As the product is given it: date and raw facts. */
  readonly cas: Cas;
  /** As the others are: facts read and derived already. */
  readonly simples: FaitsSimples;
  /** Rules that hold. */
  readonly declenchees: readonly string[];
}

/** Zen panics on a number it cannot hold in 28 decimals, and doubles are not exact beyond. */
const estOrdinaire = (valeur: unknown): boolean =>
  typeof valeur !== 'number' ||
  valeur === 0 ||
  (Math.abs(valeur) >= 1e-9 && Math.abs(valeur) <= Number.MAX_SAFE_INTEGER);

const ESSAIS_MAX = 200_000;

/** Decided cases of one state of the parameters, those refused or incomplete left out. */
export function tirerDesCas(jeu: JeuCompile, combien: number, graine: number): CasDeBench[] {
  const tirer = tireurDeCas(jeu.fichier, hasard(graine));
  const interne = evaluateurInterne(jeu);
  const noms = [...jeu.faits.keys(), ...jeu.derives.map(({ nom }) => nom)];
  const tires: CasDeBench[] = [];
  let instantane: unknown;
  for (let essai = 0; essai < ESSAIS_MAX && tires.length < combien; essai += 1) {
    const cas = tirer();
    try {
      const { jugement, valeur } = interne.constater(cas.date, cas.faits);
      if (jugement.etat === 'faits-manquants') continue;
      if ((instantane ??= jeu.instantane(cas.date)) !== jeu.instantane(cas.date)) continue;
      const simples = Object.fromEntries(
        noms.map((nom) => {
          const lue = valeur(nom);
          return [nom, lue === undefined ? null : enSimple(lue)];
        }),
      );
      if (!Object.values(simples).every(estOrdinaire)) continue;
      tires.push({
        cas,
        simples,
        declenchees: jugement.declenchees.map(({ declaration }) => declaration.id),
      });
    } catch (erreur) {
      if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    }
  }
  if (tires.length === 0) throw new Error(`no case of ${jeu.fichier.id} is decided`);
  return tires;
}
