import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Refus } from '#src/kernel/refus.ts';
import { refusPrevu } from '#src/domain/acces/pourquoi/pourquoi.ts';
import {
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  rouvrirActivite,
  rouvrirFinances,
} from '#src/domain/declaration/commandes.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';

/** The acts of each volet. */
export const COMMANDES_DU_VOLET = {
  activite: { enregistrer: enregistrerActivite, completer: completerActivite, reprendre: rouvrirActivite },
  finances: { enregistrer: enregistrerFinances, completer: completerFinances, reprendre: rouvrirFinances },
} as const satisfies Readonly<Record<Volet, unknown>>;

/** Why the reader may not type in a volet now; null when he may. */
export const refusDeSaisir = (
  unite: UniteDeLecture,
  { declaration, volet }: { readonly declaration: Declaration; readonly volet: Volet },
): Promise<Refus | null> => refusPrevu(unite, COMMANDES_DU_VOLET[volet].enregistrer, declaration);
