import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerExecuteur } from '#src/database/executeur.ts';
import { chaines } from '#src/database/journal/lectures.ts';
import { verifierChaine } from '#src/database/journal/verification.ts';
import { ouvrirOrmProprietaire } from '#src/cli/composition.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { DONNEES_PERSONNELLES, estPersonnel } from '#src/kernel/journal/donnees-personnelles.ts';
import { effacerPersonne } from '#src/domain/suivi/personne/effacer.ts';
import { exporterPersonne } from '#src/domain/suivi/personne/exporter.ts';
import { lisible } from '#src/domain/suivi/personne/lisible.ts';
import { EncoreEnFonction, PersonneInconnue } from '#src/domain/suivi/personne/personne.ts';
import { rejouerTout } from '#src/domain/politique/registre/rejeu.ts';
import { agent, systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { NEUTRES } from './neutres.ts';
import { MAIL, peupler, renommer, ZOE } from './population.ts';

const MOTIF = 'Demande reçue par courrier';

let application: ApplicationDeTest;
let proprietaire: MikroORM;
let executeur: Executeur;
const sql = <T>(requete: string, parametres: unknown[] = []): Promise<T[]> =>
  proprietaire.em.fork().execute<T[]>(requete, parametres);
const effacer = (compte: string) => executeur.executer(systeme, effacerPersonne, { compte, motif: MOTIF });
const chainesIntactes = () =>
  application.executeur.lire(systeme, async ({ em }) =>
    Promise.all(
      (await chaines(em)).map((chaine) => verifierChaine(em, chaine).then(({ anomalie }) => anomalie)),
    ),
  );

beforeAll(async () => {
  const registre = await registreDesFichiers();
  application = await applicationDeTest(registre, '2026-03-01');
  proprietaire = await ouvrirOrmProprietaire(application.urlProprietaire);
  executeur = creerExecuteur({
    orm: proprietaire,
    registre,
    horloge: application.horloge,
    urlPublique: 'http://127.0.0.1',
  });
  await executeur.executer(systeme, peupler, {});
  await executeur.executer(systeme, renommer, {});
});
afterAll(async () => {
  await proprietaire.close(true);
  await application.fermer();
});

describe('the declared list of personal columns', () => {
  it('classifies every column that looks personal, and every text of a table that names people', async () => {
    const colonnes = await sql<{ table_name: string; column_name: string; data_type: string }>(`
      select c.table_name, c.column_name, c.data_type from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position`);
    const personnelle =
      /(^|_)(nom|prenom|nom_usage|courriel|mail|email|telephone|adresse|destinataire|signataire|acteur|acteur_id|auteur|approbateur|titulaire|utilisateur|naissance|compte|par)(_id|_nom)?$/;
    const nomme = (table: string): boolean =>
      Object.values(DONNEES_PERSONNELLES[table]?.colonnes ?? {}).some(
        (classement) =>
          typeof classement === 'object' || classement === 'signature' || classement === 'autrui',
      );
    const oubliees = colonnes
      .filter(
        ({ table_name: table, column_name: colonne, data_type: type }) =>
          personnelle.test(colonne) ||
          (nomme(table) &&
            ['text', 'character varying', 'json', 'jsonb'].includes(type) &&
            !/(^|_)(id|version|empreinte|formulaire)$/.test(colonne) &&
            !['nature', 'perennite', 'etat'].includes(colonne)),
      )
      .filter(
        ({ table_name: table, column_name: colonne }) =>
          DONNEES_PERSONNELLES[table]?.colonnes[colonne] === undefined,
      )
      .map(({ table_name: table, column_name: colonne }) => `${table}.${colonne}`);
    expect(oubliees).toEqual([]);
    // Whatever its name: a column one may write words in is in the declared list, or was read and found to
    // say nothing of a person.
    const lisibles = colonnes.filter(
      ({ column_name: colonne, data_type: type }) =>
        ['text', 'character varying', 'json', 'jsonb'].includes(type) && !/(^|_)id$/.test(colonne),
    );
    const lues = (table: string, colonne: string): number =>
      Number(DONNEES_PERSONNELLES[table]?.colonnes[colonne] !== undefined) +
      Number(NEUTRES[table]?.includes(colonne) ?? false);
    expect(
      lisibles
        .filter(({ table_name: table, column_name: colonne }) => lues(table, colonne) !== 1)
        .map(({ table_name: table, column_name: colonne }) => `${table}.${colonne}`),
    ).toEqual([]);
    const connues = new Set(
      colonnes.map(({ table_name: table, column_name: colonne }) => `${table}.${colonne}`),
    );
    expect(
      Object.entries(DONNEES_PERSONNELLES)
        .flatMap(([table, { colonnes: classees }]) =>
          Object.keys(classees).map((colonne) => `${table}.${colonne}`),
        )
        .filter((colonne) => !connues.has(colonne)),
    ).toEqual([]);
  });

  it('is what the journal masks by', async () => {
    expect(estPersonnel('Utilisateur', 'nom')).toBe(true);
    expect(estPersonnel('Transmission', 'parNom')).toBe(true);
    expect(estPersonnel('Declaration', 'donneesActivite.etp.0.nom')).toBe(true);
    expect(estPersonnel('Equipement', 'nom')).toBe(false);
    await expect(
      sql("select 1 from journal where (changements - 'missionGenerale')::text ilike '%lambert%'"),
    ).resolves.toEqual([]);
  });
});

describe('the export of a person', () => {
  it('holds all that names her, in both Caf, and nothing of the others nor any secret', async () => {
    const contenu = await executeur.executer(systeme, exporterPersonne, { compte: MAIL });
    expect(
      Object.fromEntries(Object.entries(contenu.tables).map(([table, lignes]) => [table, lignes.length])),
    ).toEqual({
      agent_caf: 1,
      compte: 1,
      courriel: 1,
      declaration: 1,
      evenement_declaration: 2,
      formulaire_eligibilite: 1,
      jeton: 1,
      utilisateur: 2,
    });
    expect(contenu.tables['utilisateur']?.map(({ caf_id: caf }) => caf).sort()).toEqual(['451', '974']);
    expect(contenu.sessions).toHaveLength(1);
    expect(contenu.mentions).toEqual(
      expect.arrayContaining([
        { table: 'convention', colonne: 'signee_partenaire_par', lignes: 1, pourquoi: 'signature' },
        { table: 'convention', colonne: 'mission_generale', lignes: 1, pourquoi: 'texte' },
      ]),
    );
    for (const texte of [JSON.stringify(contenu), lisible(contenu)]) {
      expect(texte).toContain('Zoé');
      expect(texte).not.toMatch(/Paul|Roux|argon2|secret-abc/);
    }
    expect(JSON.stringify(contenu.journal)).toContain('Lambert-Diaz');
  });

  it('says that the account is unknown', async () => {
    await expect(
      executeur.executer(systeme, exporterPersonne, { compte: 'personne@exemple.fr' }),
    ).rejects.toThrow(PersonneInconnue);
  });
});

describe('the erasure of a person', () => {
  it('waits for the end of everything she still is, and says what', async () => {
    const refus = await effacer(MAIL).catch((erreur: unknown) => erreur);
    expect(refus).toBeInstanceOf(EncoreEnFonction);
    // On 1 March the access in La Réunion, closed on the 2nd, still runs; the agent's is over.
    expect((refus as EncoreEnFonction).fonctions).toEqual([
      expect.stringContaining('« Commune 451 »'),
      expect.stringContaining('« Commune 974 »'),
    ]);
    expect((refus as Error).message).toContain('Mettez-y fin d’abord');
    // Ended at midnight in Paris, where it is three hours later in La Réunion.
    await sql("update utilisateur set clos_le = '2026-03-01' where compte_id = ? and caf_id = '451'", [ZOE]);
    application.horloge.regler('2026-03-01T19:59:00Z');
    await expect(effacer(MAIL)).rejects.toThrow('« Commune 974 »');
    application.horloge.regler('2026-03-01T20:01:00Z');
  });

  it('is refused to the application’s own role', async () => {
    await expect(
      application.executeur.executer(systeme, effacerPersonne, { compte: MAIL, motif: MOTIF }),
    ).rejects.toThrow();
    await expect(
      application.executeur.executer(agent(), effacerPersonne, { compte: MAIL, motif: MOTIF }),
    ).rejects.toThrow();
  });

  it('takes away what names her in every Caf, keeps what others need, and leaves the chain whole', async () => {
    const bilan = await effacer(MAIL);
    expect(bilan).toMatchObject({
      dejaFait: false,
      tables: {
        utilisateur: 2,
        agent_caf: 1,
        courriel: 1,
        jeton: 1,
        formulaire_eligibilite: 1,
        evenement_declaration: 1,
        'sessions.session': 1,
      },
    });
    await expect(
      sql('select distinct nom, prenom, courriel, telephone from utilisateur where compte_id = ?', [ZOE]),
    ).resolves.toEqual([
      { nom: 'effacée', prenom: 'Personne', courriel: `${ZOE}@efface.invalid`, telephone: null },
    ]);
    await expect(
      sql('select ferme, empreinte_mot_de_passe from compte where id = ?', [ZOE]),
    ).resolves.toEqual([{ ferme: true, empreinte_mot_de_passe: null }]);
    await expect(
      sql('select administrateur_nom, referent_cnil_nom from formulaire_eligibilite'),
    ).resolves.toEqual([{ administrateur_nom: 'effacée', referent_cnil_nom: 'Roux' }]);
    await expect(sql('select acteur from evenement_declaration order by ordre')).resolves.toEqual([
      { acteur: 'Personne effacée' },
      { acteur: 'Votre Caf' },
    ]);
    // What is left of her name is what the answer says.
    const restes = await sql<{ colonne: string }>(
      "select colonne from (select 'mission' as colonne, mission_generale as texte from convention union all select 'signature', signee_partenaire_par from convention union all select 'journal', v.valeur from journal_valeur v union all select 'ligne', (j.changements - 'missionGenerale')::text from journal j union all select 'utilisateur', u::text from utilisateur u union all select 'agent', a::text from agent_caf a) t where texte ilike '%lambert%' or texte ilike '%Petit%' or texte ilike '%06 01 02%' order by 1",
    );
    expect([...new Set(restes.map(({ colonne }) => colonne))]).toEqual([
      'journal',
      'mission',
      'signature',
      'utilisateur',
    ]);
    expect(bilan.aRelire).toContainEqual({
      table: 'journal',
      colonne: 'changements',
      lignes: 1,
      pourquoi: 'texte',
    });
    const valeurs = await sql<{ champ: string; nom: string }>(
      "select v.champ, coalesce(v.valeur, '') as nom from journal_valeur v where v.valeur ilike '%lambert%'",
    );
    expect(valeurs).toEqual([{ champ: 'signeePartenairePar', nom: '"Zoé Lambert"' }]);
    // Paul, beside her everywhere, is whole; his telephone is the same as hers.
    await expect(
      sql("select 1 from utilisateur where nom = 'Roux' and telephone is not null"),
    ).resolves.toHaveLength(2);
    await expect(sql('select 1 from journal_valeur where valeur = \'"Roux"\'')).resolves.toHaveLength(3);
    await expect(sql("select motif from journal where commande = 'personne.effacer'")).resolves.toEqual([
      { motif: MOTIF },
    ]);
    expect((await chainesIntactes()).filter((anomalie) => anomalie !== null)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    await expect(effacer(ZOE)).resolves.toMatchObject({ dejaFait: true, tables: {}, valeursDuJournal: 0 });
    await expect(sql("select 1 from journal where commande = 'personne.effacer'")).resolves.toHaveLength(1);
  });

  it('leaves past decisions replayable', async () => {
    const registre = await registreDesFichiers();
    const differences = await application.executeur.lire(systeme, async ({ em }) => {
      const lues: string[][] = [];
      for await (const rejeu of rejouerTout(em, registre))
        lues.push('raison' in rejeu ? [rejeu.raison] : [...rejeu.differences]);
      return lues;
    });
    expect(differences).toEqual([[]]);
  });
});
