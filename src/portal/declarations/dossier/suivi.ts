import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { instantFr } from '#src/kernel/francais.ts';
import type { Evenement } from '#src/portal/composants/index.ts';
import type { VueDeDeclaration } from '#src/portal/declarations/vue.ts';

const SUITES: readonly { readonly titre: string; readonly apres: readonly Declaration['etat'][] }[] = [
  { titre: 'Transmission à la Caf', apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee'] },
  {
    titre: 'Traitement par la Caf',
    apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee', 'transmise'],
  },
  {
    titre: 'Déclaration traitée',
    apres: ['brouillon', 'a-approuver', 'renvoyee', 'retournee', 'transmise', 'en-traitement'],
  },
];

/** What happened to a declaration, then what is still to come. */
export function suiviDe({ declaration, chronologie }: VueDeDeclaration, fuseau: string): Evenement[] {
  const faits = chronologie.map(
    (etape, rang): Evenement => ({
      titre: etape.titre,
      quand: instantFr(etape.quand, fuseau),
      qui: etape.qui,
      detail: etape.detail ?? undefined,
      etat: rang === chronologie.length - 1 && declaration.etat !== 'traitee' ? 'courant' : 'fait',
    }),
  );
  return [
    ...faits,
    ...SUITES.filter(({ apres }) => apres.includes(declaration.etat)).map(
      ({ titre }): Evenement => ({ titre, etat: 'a-venir' }),
    ),
  ];
}
