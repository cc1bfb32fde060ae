import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { parametreDesConventions } from '#src/domain/contractualisation/convention/parametres.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { direRole } from '#src/domain/delegation/habilitation/libelles.ts';

/** What the two ways of ending did before one parameter answered for both. */
const AVANT = { terme: 'termines', retrait: 'maintenus' } as const;

/**
 * Whether the roles granted by a mandate end with it, come to its term or taken back: one answer of the
 * parameter `rolesAccordesSousMandat`.
 */
export function rolesFinissent(
  { registre, aujourdhui }: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>,
  maniere: keyof typeof AVANT,
): boolean {
  return (
    (parametreDesConventions(registre, 'rolesAccordesSousMandat', aujourdhui.toString()) ??
      AVANT[maniere]) === 'termines'
  );
}

/** Roles granted by mandates that end with them on a day: none where the parameter keeps them. */
export async function rolesQuiFinissentAvec(
  unite: UniteDeLecture,
  mandats: readonly string[],
  jour: string,
): Promise<Habilitation[]> {
  if (!rolesFinissent(unite, 'retrait')) return [];
  return unite.em.find(
    Habilitation,
    {
      mandat: { $in: [...mandats] },
      etat: { $in: ['accordee', 'suspendue', 'en-attente-caf'] },
      $or: [{ au: null }, { au: { $gt: jour } }],
    },
    { populate: ['utilisateur', 'equipement'], orderBy: { utilisateur: { nom: 'asc' }, id: 'asc' } },
  );
}

/** What becomes of the roles granted by mandates that end today, as a sentence that names them. */
export async function phraseDesRoles(unite: UniteDeLecture, mandats: readonly string[]): Promise<string> {
  if (!rolesFinissent(unite, 'retrait')) return 'Les habilitations déjà données restent en vigueur.';
  const roles = await rolesQuiFinissentAvec(unite, mandats, unite.aujourdhui.toString());
  return roles.length === 0
    ? 'Aucun rôle en cours n’a été accordé sous ce mandat.'
    : `Prennent fin aussi les rôles accordés sous ce mandat : ${roles.map(direRole(rolesDuJour(unite))).join(' ; ')}.`;
}
