import { randomUUID } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';

it('a base of the former release keeps its animateurs whole: no succession, no Etp of their own, no absence is made up', async () => {
  const serveur = inject('essais');
  const base = await creerBase(
    serveur,
    `essai_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
    'template0',
  );
  const orm = await ouvrirOrmProprietaire(base.urlProprietaire);
  try {
    await orm.migrator.up({ to: '0015-version-des-caf.sql' });
    const em = orm.em.fork();
    const [organisme, partenaire, equipement, animateur] = [
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ];
    await em.execute(
      "insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf du Loiret', 'Europe/Paris')",
    );
    await em.execute(
      "insert into organisme (id, siren, raison_sociale, forme) values (?, '732829320', 'COMMUNE', 'commune')",
      [organisme],
    );
    await em.execute(
      "insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le) values (?, '451', ?, 'COMMUNE', 'COMMUNE', now())",
      [partenaire, organisme],
    );
    await em.execute("insert into type_equipement (id, libelle, ordre) values ('RAM', 'Ram', 1)");
    await em.execute(
      "insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values (?, '451', ?, 'RAM', 'Ram', '2015-01-01')",
      [equipement, partenaire],
    );
    await em.execute(
      `insert into animateur (id, caf_id, partenaire_id, equipement_id, nom, prenom, etp_contrat, profil_valide, profil_valide_le, du, au, version)
      values (?, '451', ?, ?, 'LENOIR', 'Mona', 0.8333, true, '2019-01-02', '2019-01-01', '2024-02-29', 7)`,
      [animateur, partenaire, equipement],
    );
    const fiche = async (): Promise<object> =>
      (await em.execute<{ fiche: object }[]>('select to_jsonb(a) as fiche from animateur a'))[0]?.fiche ?? {};
    const avant = await fiche();
    await expect(migrer(base.urlProprietaire, ROLE_APPLICATION)).resolves.toContain(
      '0016-absences-et-successions.sql',
    );
    expect(await fiche()).toEqual({ ...avant, succede_a_id: null, etp_valide: null });
    await expect(em.execute('select * from absence_animateur')).resolves.toEqual([]);
    await expect(migrer(base.urlProprietaire, ROLE_APPLICATION)).resolves.toEqual([]);
  } finally {
    await orm.close(true);
    await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
  }
});
