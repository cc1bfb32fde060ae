/** A batch of stored cases on its way to who judges it: one text, which nobody reads in between. */
import type { Faits } from '#src/kernel/registre.ts';
import type { CasBrut, Decidee } from './types.ts';

/** The subjects of an id (kind and detail) met so far. */
export interface Vus {
  readonly sujetId: string;
  readonly vus: readonly string[];
}

export interface LotEcrit {
  /** JSON list of {@link Lu}. */
  readonly texte: string;
  /** What the batch before ends with; null for the first. */
  readonly apres: Vus | null;
}

/** A stored decision, as it is read. */
type Lu = readonly [
  id: string,
  cafId: string,
  sujetType: string,
  sujetId: string,
  sujetDetail: string | null,
  equipementId: string | null,
  typeEquipement: string | null,
  dateReference: string,
  faits: Faits,
  passee: boolean,
  decidee: Decidee | null,
];

/** The cases of a batch, in their order. @throws SyntaxError */
export function casDuLot({ texte, apres }: LotEcrit): CasBrut[] {
  let sujet = apres?.sujetId;
  let vus = new Set(apres?.vus);
  return (JSON.parse(texte) as Lu[]).map((lu): CasBrut => {
    const [id, cafId, sujetType, sujetId, sujetDetail, equipementId, typeEquipement] = lu;
    const [, , , , , , , dateReference, faits, passee, decidee] = lu;
    if (sujetId !== sujet) vus = new Set();
    sujet = sujetId;
    const sien = `${sujetType}|${sujetDetail ?? ''}`;
    const derniere = !vus.has(sien);
    vus.add(sien);
    return {
      id,
      cafId,
      sujetType,
      sujetId,
      sujetDetail,
      equipementId,
      typeEquipement,
      dateReference,
      faits,
      derniere,
      ...(passee ? { passe: { decidee } } : {}),
    };
  });
}
