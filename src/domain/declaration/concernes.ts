import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { type RoleAfas } from '#src/kernel/roles.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Somebody of the partner a declaration concerns, with all it makes him: one person, one mail. */
export interface Concerne {
  readonly compteId: string;
  readonly courriel: string;
  readonly prenom: string;
  readonly nom: string;
  readonly administrateur: boolean;
  /** Held today on the equipment of the declaration. */
  readonly roles: ReadonlySet<RoleAfas>;
}

/**
 * The open users of the partner who administer it or hold a role on the declaration's equipment today, each
 * once.
 */
export async function concernesPar(
  { em, aujourdhui }: UniteDeLecture,
  { partenaire, equipement }: Declaration,
): Promise<Concerne[]> {
  const jour = aujourdhui.toString();
  const ouvert = {
    partenaire: partenaire.id,
    ouvertLe: { $lte: jour },
    $or: [{ closLe: null }, { closLe: { $gt: jour } }],
  };
  const tenues = await em.find(Habilitation, {
    equipement: equipement.id,
    etat: 'accordee',
    du: { $lte: jour },
    $or: [{ au: null }, { au: { $gt: jour } }],
    utilisateur: ouvert,
  });
  const personnes = await em.find(
    Utilisateur,
    {
      ...ouvert,
      $and: [
        {
          $or: [
            { administrateur: true },
            { id: { $in: [...new Set(tenues.map(({ utilisateur }) => utilisateur.id))] } },
          ],
        },
      ],
    },
    { orderBy: { id: 'asc' } },
  );
  return personnes.map(({ id, compte, courriel, prenom, nom, administrateur }) => ({
    compteId: compte.id,
    courriel,
    prenom,
    nom,
    administrateur,
    roles: new Set(tenues.flatMap(({ utilisateur, role }) => (utilisateur.id === id ? [role] : []))),
  }));
}
