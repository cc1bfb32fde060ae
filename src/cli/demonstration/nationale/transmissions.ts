import type { Client } from 'pg';
import { empreinteDe } from '#src/domain/declaration/seal.ts';
import { copier, type Colonnes } from './copie.ts';
import { campagneDe, quand, SIGNEES, SOI } from './histoire.ts';

const LOT = 500;

/** A transmission before it is sealed, with the names its seal gives to what it holds. */
interface ASceller {
  readonly id: string;
  readonly declaration: string;
  readonly signe: Parameters<typeof empreinteDe>[1];
}

/** Copies what was signed for one campaign of some Caf, and seals each copy as the product does. */
export async function transmettre(
  client: Client,
  colonnes: Colonnes,
  rang: number,
  cafs: readonly string[],
): Promise<void> {
  await client.query('create temp table n_transmission (like transmission) on commit drop');
  await client.query(
    copier(
      colonnes,
      {
        table: 'transmission',
        depuis: `${campagneDe(rang)} join s_transmission s on s.declaration_id = t.declaration left join n_personne x on x.n = e.n and x.i = 0 and x.compte = s.par
          where v.etat in (${SIGNEES}) and d.caf in (${cafs.map((caf) => `'${caf}'`).join(', ')})`,
        soi: SOI,
        colonnes: {
          le: quand('s.le'),
          par_nom: "coalesce(x.prenom || ' ' || x.nom, s.par_nom)",
          decisions: `pg_temp.copies(s.decisions, ${SOI})`,
          donnees: 'pg_temp.copies(s.donnees, e.debut)',
        },
      },
      'n_transmission',
    ),
  );
  for (let apres = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<ASceller>(
      `select id, declaration_id as declaration, jsonb_build_object('numero', numero, 'donnees', donnees, 'decisions', decisions, 'empreintesRegles', empreintes_regles,
         'formulaireEmpreinte', formulaire_empreinte, 'estimation', estimation::text, 'par', par, 'parNom', par_nom, 'le', le) as signe
       from n_transmission where id > $1 order by id limit ${LOT}`,
      [apres],
    );
    const derniere = rows.at(-1);
    if (!derniere) break;
    await client.query(
      'update n_transmission t set empreinte = h.empreinte from unnest($1::uuid[], $2::text[]) h (id, empreinte) where h.id = t.id',
      [
        rows.map(({ id }) => id),
        rows.map(({ declaration, signe }) => empreinteDe(declaration, { ...signe, le: new Date(signe.le) })),
      ],
    );
    apres = derniere.id;
  }
  await client.query(
    'insert into transmission select * from n_transmission order by id; drop table n_transmission',
  );
}
