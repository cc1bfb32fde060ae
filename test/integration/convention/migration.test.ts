import { randomUUID } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';

it('a base of the former release: contracts and bulletins left running under an ended convention end with it, roles find the mandate they were granted by', async () => {
  const serveur = inject('essais');
  const base = await creerBase(
    serveur,
    `essai_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
    'template0',
  );
  const orm = await ouvrirOrmProprietaire(base.urlProprietaire);
  try {
    await orm.migrator.up({ to: '0016-absences-et-successions.sql' });
    const em = orm.em.fork();
    const ids = () => randomUUID();
    const [organisme, partenaire, formulaire, ram] = [ids(), ids(), ids(), ids()];
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
    await em.execute(
      "insert into formulaire_eligibilite (id, caf_id, partenaire_id, etat, services_demandes, cree_le) values (?, '451', ?, 'eligible', '[]', now())",
      [formulaire, partenaire],
    );
    await em.execute(
      "insert into service (id, libelle, description, ordre, roles) values ('AFAS', 'Afas', '', 1, '[]')",
    );
    await em.execute("insert into type_equipement (id, libelle, ordre) values ('RAM', 'Ram', 1)");
    await em.execute(
      "insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values (?, '451', ?, 'RAM', 'Ram', '2015-01-01')",
      [ram, partenaire],
    );
    for (const [numero, du, au, etat, resiliee] of [
      ['1', '2019-01-01', '2020-01-01', 'resiliee', '2019-07-01'],
      ['2', '2021-01-01', '2022-01-01', 'active', null],
      ['3', '2023-01-01', '2024-01-01', 'resiliee', '2022-12-01'],
    ] as const) {
      const convention = ids();
      await em.execute(
        "insert into convention (id, caf_id, partenaire_id, formulaire_id, numero, mission_generale, du, au, etat, resiliee_le) values (?, '451', ?, ?, ?, 'm', ?, ?, ?, ?)",
        [convention, partenaire, formulaire, numero, du, au, etat, resiliee],
      );
      await em.execute(
        "insert into contrat_service (id, caf_id, partenaire_id, convention_id, etat, services_autorises) values (?, '451', ?, ?, 'actif', '[]')",
        [ids(), partenaire, convention],
      );
      await em.execute(
        "insert into bulletin_adhesion (id, caf_id, partenaire_id, convention_id, service_id, portee, cafs, roles, du, au) values (?, '451', ?, ?, 'AFAS', 'locale', '[]', '[]', ?, ?)",
        [ids(), partenaire, convention, du, au],
      );
    }
    const [comptes, utilisateurs, mandat] = [[ids(), ids()], [ids(), ids()], ids()];
    for (const [rang, id] of utilisateurs.entries()) {
      await em.execute(
        'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values (?, ?, now(), now())',
        [comptes[rang], `p${rang}@commune.fr`],
      );
      await em.execute(
        "insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, ouvert_le, groupes, administrateur, cree_le) values (?, '451', ?, ?, ?, 'N', 'P', ?, '2019-01-01', '[]', ?, now())",
        [id, partenaire, comptes[rang], `I${rang}`, `p${rang}@commune.fr`, rang === 0],
      );
    }
    await em.execute(
      "insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, roles, equipements, du, cree_le) values (?, '451', ?, ?, ?, '[\"CONSULTANT\"]', to_jsonb(array[?::text]), '2021-01-01', '2021-01-01')",
      [mandat, partenaire, utilisateurs[0], utilisateurs[1], ram],
    );
    for (const [role, par] of [
      ['CONSULTANT', comptes[1]],
      ['APPROBATEUR', comptes[1]],
      ['CONSULTANT', comptes[0]],
    ]) {
      await em.execute(
        "insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le) values (?, '451', ?, ?, ?, 'activite', ?, '2021-02-01', 'accordee', ?, '2021-02-01')",
        [ids(), partenaire, utilisateurs[1], role, ram, par],
      );
    }
    await expect(migrer(base.urlProprietaire, ROLE_APPLICATION)).resolves.toContain(
      '0019-vie-des-conventions.sql',
    );
    const documents = (table: string) =>
      em.execute(
        `select c.numero, d.du::text as du, d.au::text as au from ${table} d join convention c on c.id = d.convention_id order by c.numero`,
      );
    expect(await documents('contrat_service')).toEqual([
      { numero: '1', du: '2019-01-01', au: '2019-07-01' },
      { numero: '2', du: '2021-01-01', au: '2022-01-01' },
      { numero: '3', du: '2023-01-01', au: '2023-01-01' },
    ]);
    expect(await documents('bulletin_adhesion')).toEqual(await documents('contrat_service'));
    expect(
      await em.execute('select role, demande_par, mandat_id from habilitation where mandat_id is not null'),
    ).toEqual([{ role: 'CONSULTANT', demande_par: comptes[1], mandat_id: mandat }]);
    await expect(migrer(base.urlProprietaire, ROLE_APPLICATION)).resolves.toEqual([]);
  } finally {
    await orm.close(true);
    await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
  }
});
