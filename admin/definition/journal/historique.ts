import { Utils } from '@mikro-orm/core';
import type { Ressource } from '#admin/definition/definition.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';
import type { PageHistorique } from '#admin/definition/journal/types.ts';
import { montrerLignes } from '#admin/definition/journal/lignes.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { estJournalisee } from '#src/kernel/journal/donnees-personnelles.ts';
import { Journal } from '#src/kernel/journal/journal.ts';

const PAR_PAGE = 20;
const PAGES_MAX = 500;

/** Whether a record of this resource has a history of its own. */
export const aUnHistorique = ({ entite }: Pick<Ressource, 'entite'>): boolean =>
  estJournalisee(Utils.className(entite));

/**
 * What was done to a record, latest first, to whoever may read the record: row security tells which lines are
 * his Caf's, the rights
 * table which fields. @param page from 1
 */
export async function historiqueDe(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  ressource: Ressource,
  id: string,
  page: number,
): Promise<PageHistorique> {
  const lues = await unite.em.find(
    Journal,
    { entite: Utils.className(ressource.entite), entiteId: id },
    {
      orderBy: [{ le: 'desc' }, { rang: 'desc' }, { id: 'asc' }],
      limit: PAR_PAGE + 1,
      offset: (page - 1) * PAR_PAGE,
      disableIdentityMap: true,
    },
  );
  return {
    lignes: await montrerLignes(unite, catalogue, lues.slice(0, PAR_PAGE)),
    suivante: lues.length > PAR_PAGE && page < PAGES_MAX ? page + 1 : null,
  };
}

/** Number of the page asked for, as an address gives it. */
export function pageDemandee(texte: unknown): number | null {
  return typeof texte === 'string' && /^[1-9]\d{0,2}$/.test(texte) && Number(texte) <= PAGES_MAX
    ? Number(texte)
    : null;
}
