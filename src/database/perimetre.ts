/** What an actor may see, said twice: to the database, whose policies hold it, and in each read, so that indexes give its order. */
import type { EntityMetadata, FilterQuery } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { compteDe, type Acteur } from '#src/kernel/acteur.ts';

interface Perimetre {
  /** `*` for the whole country. */
  readonly caf: string;
  /** Empty for the Caf's side. */
  readonly partenaire: string;
}

/** Row-level security scope of an actor. */
function perimetreDe(acteur: Acteur): Perimetre {
  switch (acteur.type) {
    case 'agent':
      return { caf: acteur.cafId, partenaire: '' };
    case 'partenaire':
    case 'invite':
      return { caf: acteur.cafId, partenaire: acteur.partenaireId };
    case 'analyste':
      return { caf: acteur.chez?.cafId ?? '*', partenaire: '' };
    case 'systeme':
      return { caf: '*', partenaire: '' };
  }
}

const CLOISON = 'cloison';

/** Names the actor to the database, and his Caf in every read of this entity manager. */
export async function annoncerActeur(em: EntityManager, acteur: Acteur): Promise<void> {
  const perimetre = perimetreDe(acteur);
  if (perimetre.caf !== '*') {
    const cloisonnees = Object.values(em.getMetadata().getAll()).filter((meta) => cloison(meta, perimetre));
    em.addFilter(
      CLOISON,
      (_arguments: unknown, _type: string, _em: unknown, _options: unknown, entite?: string) =>
        cloison(em.getMetadata().get(entite ?? ''), perimetre) ?? {},
      cloisonnees.map(({ className }) => className),
      { args: false },
    );
  }
  await em.execute(
    "select set_config('mcp.caf', ?, true), set_config('mcp.partenaire', ?, true), set_config('mcp.acteur', ?, true)",
    [perimetre.caf, perimetre.partenaire, compteDe(acteur) ?? acteur.type],
  );
}

/** The condition of a scope on a record's own columns; none where its policy is not about them alone. */
function cloison(
  { props, tableName }: EntityMetadata,
  { caf, partenaire }: Perimetre,
): FilterQuery<object> | null {
  const sur = (colonne: string) =>
    props.find(({ fieldNames }) => fieldNames?.length === 1 && fieldNames[0] === colonne);
  const chaine = tableName === 'journal' ? sur('chaine') : undefined;
  if (chaine) return { [chaine.name]: partenaire === '' ? { $in: [caf, 'national'] } : caf };
  const sienne = sur('caf_id');
  // A record that may belong to no Caf is everybody's; one that only bears a code is never.
  if (!sienne || (sienne.nullable && sienne.kind !== 'scalar')) return null;
  const dossier = partenaire === '' ? undefined : sur('partenaire_id');
  return { [sienne.name]: caf, ...(dossier ? { [dossier.name]: partenaire } : {}) };
}
