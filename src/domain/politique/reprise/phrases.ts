/** French for a reprise, for every door: screen, shell, CSV. */
import { compter } from '#src/kernel/francais.ts';
import {
  ECARTS,
  ecartesDe,
  type CasRepris,
  type ComptesDeReprise,
  type VerdictRepris,
} from '#src/domain/politique/reprise/vues.ts';

const DOSSIERS: Readonly<Record<string, string>> = {
  Declaration: 'Déclaration',
  Habilitation: 'Habilitation',
  Conventionnement: 'Conventionnement',
};

/** « Déclaration, fermeture 2 » */
export function direDossier({
  sujetType,
  sujetDetail,
}: Pick<CasRepris, 'sujetType' | 'sujetDetail'>): string {
  const dossier = DOSSIERS[sujetType] ?? sujetType;
  return sujetDetail === null ? dossier : `${dossier}, ${sujetDetail.replaceAll('-', ' ').replace(':', ' ')}`;
}

/** Outcomes in words. */
export const direVerdict = ({ issues }: VerdictRepris, libelles: Readonly<Record<string, string>>): string =>
  issues.map((issue) => libelles[issue] ?? issue).join(' ; ');

/** What happened to the case, in a word or two. */
export const direSuite = ({ suite, change }: Pick<CasRepris, 'suite' | 'change'>): string =>
  suite === 'ecarte'
    ? 'Écarté'
    : suite === 'a-decider'
      ? 'Reste à décider'
      : change
        ? 'Décidé'
        : 'Sans changement';

/** Why it was left alone, or what was done besides; empty when there is nothing to add. */
export const direPrecision = ({ ecart, detail }: Pick<CasRepris, 'ecart' | 'detail'>): string =>
  ecart === null ? (detail ?? '') : `${ECARTS[ecart]}${detail === null ? '' : ` (${detail})`}`;

/** « 3 cas repris, dont 2 changent ; 1 reste à décider ; 1 écarté. » */
export function direComptes(comptes: ComptesDeReprise): string {
  const { repris, changes, aDecider } = comptes;
  return `${compter(repris, 'cas repris', 'cas repris')}, dont ${compter(changes, 'change', 'changent')} ; ${compter(aDecider, 'reste à décider', 'restent à décider')} ; ${compter(ecartesDe(comptes), 'écarté', 'écartés')}.`;
}

/** « 2 : La Caf a déjà tranché ce point. » per reason. */
export const direEcarts = ({ ecartes }: ComptesDeReprise): string[] =>
  Object.entries(ecartes).map(([code, nombre]) => `${nombre} : ${ECARTS[code as keyof typeof ECARTS]}`);
