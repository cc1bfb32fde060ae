import { Utils } from '@mikro-orm/core';
import type { Ressource } from '#admin/definition/definition.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';
import type { PageHistorique } from '#admin/definition/journal/types.ts';
import { montrerLignes } from '#admin/definition/journal/lignes.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { estJournalisee } from '#src/kernel/journal/donnees-personnelles.ts';
import { Journal } from '#src/kernel/journal/journal.ts';

const PAR_PAGE = 20;

/** Whether a record of this resource has a history of its own. */
export const aUnHistorique = ({ entite }: Pick<Ressource, 'entite'>): boolean =>
  estJournalisee(Utils.className(entite));

/** Where a page of a history begins: at the latest line, or after one that was shown, whatever was written since. */
export type PlaceDansLHistorique =
  | 'debut'
  | { readonly le: Date; readonly rang: number; readonly id: string };

/**
 * What was done to a record, latest first, to whoever may read the record: row security tells which lines are
 * his Caf's, the rights table which fields.
 */
export async function historiqueDe(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  ressource: Ressource,
  id: string,
  place: PlaceDansLHistorique,
): Promise<PageHistorique> {
  const lues = await unite.em.find(
    Journal,
    {
      $and: [
        { entite: Utils.className(ressource.entite), entiteId: id },
        ...(place === 'debut'
          ? []
          : [
              { le: { $lte: place.le } },
              {
                $or: [
                  { le: { $lt: place.le } },
                  { rang: { $lt: place.rang } },
                  { rang: place.rang, id: { $gt: place.id } },
                ],
              },
            ]),
      ],
    },
    {
      orderBy: [{ le: 'desc' }, { rang: 'desc' }, { id: 'asc' }],
      limit: PAR_PAGE + 1,
      disableIdentityMap: true,
    },
  );
  const montrees = lues.slice(0, PAR_PAGE);
  const derniere = lues.length > PAR_PAGE ? montrees.at(-1) : undefined;
  return {
    lignes: await montrerLignes(unite, catalogue, montrees),
    suivante: derniere ? `${derniere.le.toISOString()}~${derniere.rang}~${derniere.id}` : null,
  };
}

const PLACE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~(\d{1,9})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The place an address gives; null when it gives none. */
export function lirePlace(texte: unknown): PlaceDansLHistorique | null {
  if (texte === 'debut') return 'debut';
  const [, instant = '', rang, id = ''] = (typeof texte === 'string' && PLACE.exec(texte)) || [];
  const le = new Date(instant);
  return Number.isNaN(le.getTime()) ? null : { le, rang: Number(rang), id };
}
