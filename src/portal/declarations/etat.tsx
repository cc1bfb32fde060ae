import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import { LIBELLES_ETAT } from '#src/domain/declaration/libelles.ts';
import { Etiquette, type TonEtiquette } from '#src/portal/composants/index.ts';

const TONS: Readonly<Record<EtatDeclaration, TonEtiquette>> = {
  brouillon: 'neutre',
  'a-approuver': 'attente',
  renvoyee: 'erreur',
  transmise: 'information',
  'en-traitement': 'information',
  traitee: 'succes',
  retournee: 'erreur',
};

/** Where a declaration stands. */
export const EtatDeDeclaration = ({ etat }: { etat: EtatDeclaration }) => (
  <Etiquette ton={TONS[etat]}>{LIBELLES_ETAT[etat]}</Etiquette>
);
