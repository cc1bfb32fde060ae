import type { UniteDeLecture } from '#src/kernel/commande.ts';

/**
 * Names of accounts the reader may know of: agents of his Caf, analysts, users of its partners. One query,
 * however many there are.
 */
export async function nomsDesComptes(
  { em }: UniteDeLecture,
  comptes: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(comptes)];
  if (ids.length === 0) return new Map();
  const lignes = await em.execute<{ compte: string; nom: string }[]>(
    `
    select distinct on (compte) compte, nom from (
      select compte_id::text as compte, prenom || ' ' || nom as nom, 1 as rang from agent_caf where compte_id in (?)
      union all select compte_id::text, prenom || ' ' || nom, 2 from analyste where compte_id in (?)
      union all select compte_id::text, prenom || ' ' || nom, 3 from utilisateur where compte_id in (?)) noms
    order by compte, rang`,
    [ids, ids, ids],
  );
  return new Map(lignes.map(({ compte, nom }) => [compte, nom]));
}

/** Who did it, where his name is not the reader's to know. */
export function auteurSelonSesRoles(roles: string): string {
  if (/gestionnaire|responsable-caf/.test(roles)) return 'Un agent de la Caf';
  if (/systeme/.test(roles)) return 'L’application';
  if (/analyste/.test(roles)) return 'Un analyste réglementaire';
  return /invite/.test(roles) ? 'La personne invitée' : 'Une personne du partenaire';
}
