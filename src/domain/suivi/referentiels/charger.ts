/**
 * Tables that lists are joined to and sorted by: each is a picture of the referential in force today. The files are the
 * truth; what no longer stands in them stays in the table, since records name it.
 */
import { createHash } from 'node:crypto';
import type { EntityName, FilterQuery, RequiredEntityData } from '@mikro-orm/core';
import { z } from 'zod';
import { GroupeHabilitation } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { ReferentielSuivi } from '#src/domain/suivi/referentiels/referentiel-suivi.ts';
import type { EntreeDeReferentiel } from '#src/engine/format.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import type { ReferentielPublie } from '#src/kernel/registre.ts';

/** Identifier of a delivered link, the same on every installation: loading again finds it. */
function identifiantDeLien(code: string): string {
  const hexa = createHash('sha256').update(`lien:${code}`).digest('hex');
  return `${hexa.slice(0, 8)}-${hexa.slice(8, 12)}-5${hexa.slice(13, 16)}-a${hexa.slice(17, 20)}-${hexa.slice(20, 32)}`;
}

/** Writes lines of a referential; @param premiere the table may hold what was written before there were files */
type Ecriture = (
  unite: UniteDeTravail,
  entrees: readonly EntreeDeReferentiel[],
  premiere: boolean,
) => Promise<void>;

/** A record per line, in the order of the file. The gate has checked the shape of each referential by its schema. */
const parLigne = <E extends { id: string }>(
  entite: EntityName<E>,
  fiche: (entree: EntreeDeReferentiel, ordre: number) => RequiredEntityData<E> & { readonly id: string },
  garderLesSiennes = false,
): Ecriture => {
  return async ({ em }, entrees, premiere) => {
    const voulues = entrees.map((entree, rang) => fiche(entree, (rang + 1) * 10));
    const presentes = await em.find(entite, {
      id: { $in: voulues.map(({ id }) => id) },
    } as unknown as FilterQuery<E>);
    const connues = new Map(presentes.map((une) => [(une as { readonly id: string }).id, une]));
    for (const voulue of voulues) {
      const connue = connues.get(voulue.id);
      if (!connue) em.persist(em.create(entite, voulue));
      else if (!premiere || !garderLesSiennes) em.assign(connue, voulue as never);
    }
  };
};

const SUIVIS: Readonly<Record<string, Ecriture>> = {
  'types-equipement': parLigne(TypeEquipement, ({ code, libelle }, ordre) => ({ id: code, libelle, ordre })),
  services: parLigne(Service, ({ code, libelle, description, roles }, ordre) => ({
    id: code,
    libelle,
    description: description as string,
    roles: roles as unknown as Service['roles'],
    ordre,
    actif: true,
  })),
  groupes: parLigne(GroupeHabilitation, ({ code, libelle, description }, ordre) => ({
    id: code,
    libelle,
    ouvre: description as string,
    ordre,
  })),
  // An address that was corrected in the table stays until a version of the file says another.
  liens: parLigne(
    LienUtile,
    ({ code, libelle, description, url, contexte }, ordre) => ({
      id: identifiantDeLien(code),
      contexte: contexte as ContexteDeLien,
      libelle,
      description: description as string,
      url: url as string,
      ordre,
    }),
    true,
  ),
};

/** Brings the table of a referential to a version of it, unless it is there already. */
export async function suivre(
  unite: UniteDeTravail,
  { id, empreinte, entrees }: Omit<ReferentielPublie, 'version'>,
): Promise<void> {
  const ecrire = SUIVIS[id];
  if (!ecrire) return;
  const suivi = await unite.em.findOne(ReferentielSuivi, { id });
  if (suivi?.empreinte === empreinte) return;
  await ecrire(unite, entrees, suivi === null);
  if (suivi) suivi.empreinte = empreinte;
  else unite.em.persist(unite.em.create(ReferentielSuivi, { id, empreinte }));
}

/**
 * Brings every table to the referentials in force today: at the start, and each time a day begins on which another
 * version rules.
 */
export const chargerReferentiel = definirCommande({
  nom: 'referentiel.charger',
  droit: ['Referentiel', 'charger'],
  saisie: z.object({}),
  async executer(unite) {
    for (const id of Object.keys(SUIVIS))
      await suivre(unite, unite.registre.referentiel(id, unite.aujourdhui.toString()));
  },
});
