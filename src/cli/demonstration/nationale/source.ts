import type { Client } from 'pg';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';

/** A partner of the demonstration, as the plan needs to know it. */
export interface PartenaireSource {
  readonly id: string;
  readonly prefixe: string;
  readonly equipements: readonly {
    readonly id: string;
    readonly type: string;
    readonly habilitations: number;
    readonly declarations: number;
  }[];
  readonly utilisateurs: readonly {
    readonly id: string;
    readonly compte: string;
    readonly identifiant: string;
    readonly administrateur: boolean;
  }[];
  /** The equipment declared and treated in every pérennité: its history is gone through again, older and older. */
  readonly modele: string | null;
}

/** A treated declaration that the load copies for others exercices. */
export interface DeclarationSource {
  readonly id: string;
  readonly equipement: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  /** Its conventionnement: year it begins in, and how many it lasts. */
  readonly depuis: number;
  readonly duree: number;
}

/** What the load grows from: the demonstration as its commands made it. */
export interface Source {
  readonly partenaires: readonly PartenaireSource[];
  readonly declarations: readonly DeclarationSource[];
  /** The latest campaigns, one of each pérennité, latest first. */
  readonly campagnes: readonly {
    readonly id: string;
    readonly exercice: number;
    readonly perennite: Perennite;
  }[];
  readonly cafs: readonly { readonly id: string; readonly dernierPartenaire: number }[];
  /** Accounts of agents, by Caf and profile. */
  readonly agents: readonly {
    readonly caf: string;
    readonly id: string;
    readonly compte: string;
    readonly profil: 'gestionnaire' | 'responsable';
  }[];
  /** How many rows of each there are already. */
  readonly presents: Readonly<
    Record<'partenaires' | 'utilisateurs' | 'habilitations' | 'declarations' | 'equipements', number>
  >;
}

/** Everything in an order that does not depend on ids, which chance gives. */
export async function lireSource(client: Client): Promise<Source> {
  const lire = async <T>(requete: string): Promise<T[]> =>
    (await client.query<{ ligne: T }>(requete)).rows.map(({ ligne }) => ligne);
  const [presents] = await lire<Source['presents']>(`
    select jsonb_build_object('partenaires', (select count(*) from partenaire), 'utilisateurs', (select count(*) from utilisateur),
      'habilitations', (select count(*) from habilitation), 'declarations', (select count(*) from declaration), 'equipements', (select count(*) from equipement)) as ligne`);
  if (!presents) throw new Error('counts of a base give one row');
  return {
    presents,
    partenaires: await lire(`
      select jsonb_build_object('id', p.id, 'prefixe', p.prefixe,
        'equipements', coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'type', e.type,
          'habilitations', (select count(*) from habilitation h where h.equipement_id = e.id),
          'declarations', (select count(*) from declaration d where d.equipement_id = e.id)) order by e.nom) from equipement e where e.partenaire_id = p.id), '[]'),
        'utilisateurs', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'compte', u.compte_id, 'identifiant', u.identifiant,
          'administrateur', u.administrateur) order by u.identifiant) from utilisateur u where u.partenaire_id = p.id), '[]'),
        'modele', (select e.id from equipement e where e.partenaire_id = p.id
          and (select count(distinct d.perennite) from declaration d where d.equipement_id = e.id and d.etat = 'traitee') = 3
          order by e.nom limit 1)) as ligne
      from partenaire p order by p.prefixe`),
    declarations: await lire(`
      select jsonb_build_object('id', d.id, 'equipement', d.equipement_id, 'exercice', d.exercice, 'perennite', d.perennite,
        'depuis', extract(year from k.du), 'duree', extract(year from k.au) - extract(year from k.du)) as ligne
      from declaration d join conventionnement k on k.id = d.conventionnement_id where d.etat = 'traitee' and d.exercice > (select min(exercice) from declaration)
      order by d.exercice desc, d.perennite`),
    campagnes: await lire(`
      select jsonb_build_object('id', c.id, 'exercice', c.exercice, 'perennite', c.perennite) as ligne
      from (select distinct on (perennite) * from campagne where caf_id = (select min(id) from caf) order by perennite, ouvre_le desc) c
      order by c.ouvre_le desc`),
    cafs: await lire(
      `select jsonb_build_object('id', id, 'dernierPartenaire', dernier_partenaire) as ligne from caf order by id`,
    ),
    agents: await lire(`
      select jsonb_build_object('caf', caf_id, 'id', id, 'compte', compte_id, 'profil', profil) as ligne from agent_caf order by caf_id, profil`),
  };
}
