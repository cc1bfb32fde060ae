import { createHash } from 'node:crypto';
import type { EntityName, FilterQuery, RequiredEntityData } from '@mikro-orm/core';
import { z } from 'zod';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { TypeEquipement } from '#src/domain/equipement/equipement.ts';
import { LienUtile, type ContexteDeLien } from '#src/domain/echanges/lien/lien-utile.ts';
import groupes from '#src/domain/delegation/utilisateur/groupes.json' with { type: 'json' };
import liens from '#src/domain/echanges/lien/liens.json' with { type: 'json' };
import services from '#src/domain/contractualisation/service/services.json' with { type: 'json' };
import types from '#src/domain/equipement/types-equipement.json' with { type: 'json' };
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { GroupeHabilitation } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Identifier of a delivered link, the same on every installation: loading again finds it. */
function identifiantDeLien(code: string): string {
  const hexa = createHash('sha256').update(`lien:${code}`).digest('hex');
  return `${hexa.slice(0, 8)}-${hexa.slice(8, 12)}-5${hexa.slice(13, 16)}-a${hexa.slice(17, 20)}-${hexa.slice(20, 32)}`;
}

/**
 * Records the reference data delivered with the product: services and their roles, groups, types of
 * equipment, national links.
 * Adds what is missing and changes nothing that is there: a Caf's corrections stay.
 * @returns how many of each were added
 */
export const chargerReferentiel = definirCommande({
  nom: 'referentiel.charger',
  droit: ['Referentiel', 'charger'],
  saisie: z.object({}),
  async executer(unite) {
    return {
      services: await ajouterManquants(
        unite,
        Service,
        services.services.map(({ source: _source, ...service }) => ({ ...service, actif: true })),
      ),
      groupes: await ajouterManquants(unite, GroupeHabilitation, groupes.groupes),
      types: await ajouterManquants(unite, TypeEquipement, types.types),
      liens: await ajouterManquants(
        unite,
        LienUtile,
        liens.liens.map(({ code, contexte, ...lien }) => ({
          id: identifiantDeLien(code),
          contexte: contexte as ContexteDeLien,
          ...lien,
        })),
      ),
    };
  },
});

async function ajouterManquants<E extends { id: string }>(
  unite: UniteDeTravail,
  entite: EntityName<E>,
  fiches: readonly (RequiredEntityData<E> & { readonly id: string })[],
): Promise<number> {
  const presentes = await unite.em.find(entite, {
    id: { $in: fiches.map(({ id }) => id) },
  } as unknown as FilterQuery<E>);
  const connues = new Set(presentes.map((fiche) => (fiche as { readonly id: string }).id));
  const manquantes = fiches.filter(({ id }) => !connues.has(id));
  for (const fiche of manquantes) unite.em.persist(unite.em.create(entite, fiche));
  return manquantes.length;
}
