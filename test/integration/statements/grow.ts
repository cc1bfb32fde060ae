import type { BaseDesDroits } from '#test/integration/droits/fixture.ts';

/** What an equipment has, each with the columns that name a record copied with it. */
const COPIED: Readonly<Record<string, readonly string[]>> = {
  equipement: ['id'],
  lieu_implantation: ['id', 'equipement_id'],
  animateur: ['id', 'equipement_id', 'succede_a_id'],
  absence_animateur: ['id', 'animateur_id'],
  conventionnement: ['id', 'equipement_id'],
  habilitation: ['id', 'equipement_id', 'lieu_id', 'remplace_id'],
  declaration: ['id', 'equipement_id', 'conventionnement_id'],
  transmission: ['id', 'declaration_id'],
  evenement_declaration: ['id', 'declaration_id'],
};

/** Of the copies of an equipment, those whose declarations are begun: the campaigns wait for the others. */
const BEGUN = 4;

/** A campaign nobody has begun anything in. */
export const openCampaign = ({ superviseur, dossiers }: BaseDesDroits): Promise<unknown> =>
  superviseur(
    `insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le)
      values (gen_random_uuid(), $1, 'RAM', 2026, 'previsionnelle', '2026-01-01', '2026-12-31')`,
    [dossiers.A.caf],
  );

/**
 * Gives a partner so many times more equipments, each with its people, roles and declarations, held by the same
 * persons; above triggers and references.
 */
export async function growPartner({ superviseur, dossiers }: BaseDesDroits, times: number): Promise<void> {
  await superviseur("set session_replication_role = 'replica'");
  for (const [table, own] of Object.entries(COPIED)) {
    const columns = await superviseur(
      `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
      [table],
    );
    const names = columns.map(({ name }) => String(name));
    const values = names.map((name) => {
      if (own.includes(name)) return `md5(t.${name}::text || k)::uuid`;
      return ['nom', 'numero_maia'].includes(name) ? `t.${name} || '-' || k` : `t.${name}`;
    });
    const copies = /declaration|transmission/.test(table) ? BEGUN : times - 1;
    await superviseur(
      `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table} t cross join generate_series(1, ${copies}) k where t.partenaire_id = $1`,
      [dossiers.A.partenaire],
    );
  }
  await superviseur("set session_replication_role = 'origin'");
}
