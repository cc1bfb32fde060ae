import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import { DejaPris } from '#src/kernel/refus.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { cleDeNom } from '#src/engine/saisie/index.ts';

interface Nomme {
  readonly nom: string;
  readonly prenom: string;
}

/** Somebody of the same name has an access already: it may be the same person, of another address. */
export class HomonymeAConfirmer extends DejaPris {
  constructor({ nom, prenom, identifiant }: Nomme & { readonly identifiant: string }) {
    const message = `${prenom} ${nom} a déjà un accès dans votre organisme (identifiant ${identifiant}). Si c’est la même personne, utilisez cet accès ; sinon, cochez « C’est une autre personne ».`;
    super(message, { autrePersonne: message });
  }
}

/**
 * Points out a name that an open user of the partner bears, whatever its case, accents, hyphens and order.
 * The address already taken is another refusal, told by whoever opens the access.
 * @throws HomonymeAConfirmer
 */
export async function exigerSansHomonyme(
  unite: UniteDeLecture,
  partenaireId: string,
  nouveau: Nomme & { readonly courriel: string },
): Promise<void> {
  const ouverts = await lireLignes(
    unite.em,
    tables
      .selectFrom('utilisateur')
      .select(['nom', 'prenom', 'identifiant', 'courriel'])
      .where('partenaire_id', '=', partenaireId)
      .where(({ eb, or }) => or([eb('clos_le', 'is', null), eb('clos_le', '>', unite.aujourdhui.toString())]))
      .orderBy('identifiant'),
  );
  const cle = cleDeNom(nouveau.nom, nouveau.prenom);
  const homonyme = ouverts.find(({ nom, prenom }) => cleDeNom(nom, prenom) === cle);
  if (homonyme && !ouverts.some(({ courriel }) => courriel === nouveau.courriel))
    throw new HomonymeAConfirmer(homonyme);
}
