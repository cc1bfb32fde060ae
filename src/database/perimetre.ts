/** What an actor may see, said twice: to the database, whose policies hold it, and in each read, so that indexes give its order. */
import type { EntityMetadata, FilterQuery, MetadataStorage } from '@mikro-orm/core';
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
    const colonnes = colonnesCloisonnees(em.getMetadata());
    em.addFilter(
      CLOISON,
      (_arguments: unknown, _type: string, _em: unknown, _options: unknown, entite = '') =>
        cloison(colonnes.get(entite), perimetre),
      [...colonnes.keys()],
      { args: false },
    );
  }
  await em.execute(
    "select set_config('mcp.caf', ?, true), set_config('mcp.partenaire', ?, true), set_config('mcp.acteur', ?, true)",
    [perimetre.caf, perimetre.partenaire, compteDe(acteur) ?? acteur.type],
  );
}

/** Where a record says whose it is, by property. */
interface Colonnes {
  readonly caf: string;
  /** A journal's chain: the Caf's code, or « national ». */
  readonly chaine: boolean;
  readonly partenaire: string | null;
}

const connues = new WeakMap<MetadataStorage, ReadonlyMap<string, Colonnes>>();

/** By entity, those whose policy is about their own columns alone. Looked for once: each transaction begins by it. */
function colonnesCloisonnees(metadonnees: MetadataStorage): ReadonlyMap<string, Colonnes> {
  const trouvees =
    connues.get(metadonnees) ??
    new Map(
      Object.values(metadonnees.getAll()).flatMap((meta): [string, Colonnes][] => {
        const colonnes = colonnesDe(meta);
        return colonnes ? [[meta.className, colonnes]] : [];
      }),
    );
  connues.set(metadonnees, trouvees);
  return trouvees;
}

function colonnesDe({ props, tableName }: EntityMetadata): Colonnes | null {
  const sur = (colonne: string) =>
    props.find(({ fieldNames }) => fieldNames?.length === 1 && fieldNames[0] === colonne);
  const chaine = tableName === 'journal' ? sur('chaine') : undefined;
  if (chaine) return { caf: chaine.name, chaine: true, partenaire: null };
  const sienne = sur('caf_id');
  // A record that may belong to no Caf is everybody's; one that only bears a code is never.
  if (!sienne || (sienne.nullable && sienne.kind !== 'scalar')) return null;
  return { caf: sienne.name, chaine: false, partenaire: sur('partenaire_id')?.name ?? null };
}

/** The condition of a scope on a record's own columns. */
function cloison(colonnes: Colonnes | undefined, { caf, partenaire }: Perimetre): FilterQuery<object> {
  if (!colonnes) return {};
  if (colonnes.chaine) return { [colonnes.caf]: partenaire === '' ? { $in: [caf, 'national'] } : caf };
  const dossier = partenaire === '' ? null : colonnes.partenaire;
  return { [colonnes.caf]: caf, ...(dossier === null ? {} : { [dossier]: partenaire }) };
}
