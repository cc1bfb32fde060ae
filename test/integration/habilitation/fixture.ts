import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { vi } from 'vitest';
import type { ActeurPartenaire, MandatDeLActeur } from '#src/kernel/acteur.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { systeme } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';

/** A person of the partner. */
export interface PersonneDuDecor {
  readonly utilisateurId: string;
  readonly compteId: string;
  readonly acteur: (mandats?: readonly MandatDeLActeur[]) => ActeurPartenaire;
}

export interface Fixture extends ApplicationDeTest {
  readonly partenaireId: string;
  readonly administrateur: PersonneDuDecor;
  /** A second Caf and partner, who must see nothing of the first. */
  readonly etranger: {
    readonly partenaireId: string;
    readonly equipementId: string;
    readonly utilisateurId: string;
    readonly acteur: ActeurPartenaire;
  };
  sql<Ligne extends object = Record<string, unknown>>(
    requete: string,
    parametres?: readonly unknown[],
  ): Promise<Ligne[]>;
  /** Starts a piece of work while a row is locked, and frees it once as many transactions wait as said. */
  pendantUnVerrou<Resultat>(
    verrou: string,
    enAttente: number,
    travail: () => Promise<Resultat>,
  ): Promise<Resultat>;
  personne(
    nom: string,
    options?: { readonly ouvertLe?: string; readonly closLe?: string; readonly administrateur?: boolean },
  ): Promise<PersonneDuDecor>;
  equipement(
    nom: string,
    options?: { readonly type?: string; readonly lieux?: readonly string[] },
  ): Promise<{ readonly id: string; readonly lieux: readonly string[] }>;
}

const JOUR = '2026-03-02';
const CAF = '451';

/**
 * A commune with an active convention whose bulletin opens the four roles, and its administrateur, on a
 * database of its own.
 * The clock stands at 2026-03-02.
 */
export async function planterLeDecor(registre?: Registre): Promise<Fixture> {
  const application = await applicationDeTest(registre ?? (await registreDesFichiers()), JOUR);
  const client = new Client({ connectionString: application.urlProprietaire });
  await client.connect();
  const sql = async <Ligne extends object>(requete: string, parametres: readonly unknown[] = []) =>
    (await client.query<Ligne>(requete, [...parametres])).rows;
  await application.executeur.executer(systeme, chargerReferentiel, {});
  await sql(
    "insert into caf (id, nom, fuseau_horaire) values ('451', 'Caf du Loiret', 'Europe/Paris'), ('771', 'Caf de Seine-et-Marne', 'Europe/Paris') on conflict do nothing",
  );
  const partenaireId = await creerPartenaire(sql, CAF, 'MAIRIE DE BRIARE', '211800400', 'COT077');
  const etrangerId = await creerPartenaire(sql, '771', 'MAIRIE DE NEMOURS', '217703339', 'COT078');
  const equipementEtranger = randomUUID();
  await sql(
    "insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values ($1, '771', $2, 'RAM', 'Ram de Nemours', '2019-01-01')",
    [equipementEtranger, etrangerId],
  );
  const administrateur = await creerPersonne(sql, CAF, partenaireId, 'ADMIN', { administrateur: true });
  const autre = await creerPersonne(sql, '771', etrangerId, 'AUTRE', { administrateur: true });
  return {
    ...application,
    partenaireId,
    administrateur,
    sql,
    etranger: {
      partenaireId: etrangerId,
      equipementId: equipementEtranger,
      utilisateurId: autre.utilisateurId,
      acteur: autre.acteur(),
    },
    async pendantUnVerrou(verrou, enAttente, travail) {
      await sql('begin');
      await sql(verrou);
      const fin = travail();
      await vi.waitFor(
        async () => {
          const [ligne] = await sql<{ nombre: number }>(
            'select count(distinct l.pid)::int as nombre from pg_stat_clear_snapshot(), pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()',
          );
          if (ligne?.nombre !== enAttente)
            throw new Error(`${ligne?.nombre ?? 0} transactions wait, ${enAttente} expected`);
        },
        { timeout: 20_000 },
      );
      await sql('commit');
      return fin;
    },
    personne: (nom, options) => creerPersonne(sql, CAF, partenaireId, nom, options),
    async equipement(nom, { type = 'RAM', lieux = [] } = {}) {
      const id = randomUUID();
      await sql(
        'insert into equipement (id, caf_id, partenaire_id, type, nom, ouvert_le) values ($1, $2, $3, $4, $5, $6)',
        [id, CAF, partenaireId, type, nom, '2019-01-01'],
      );
      const ids = lieux.map(() => randomUUID());
      for (const [rang, lieu] of lieux.entries()) {
        await sql(
          "insert into lieu_implantation (id, caf_id, partenaire_id, equipement_id, nature, nom, commune_code, commune) values ($1, $2, $3, $4, $5, $6, '45053', 'Briare')",
          [ids[rang], CAF, partenaireId, id, rang === 0 ? 'principal' : 'activite', lieu],
        );
      }
      return { id, lieux: ids };
    },
    async fermer() {
      await client.end();
      await application.fermer();
    },
  };
}

type Sql = (requete: string, parametres?: readonly unknown[]) => Promise<unknown>;

async function creerPartenaire(
  sql: Sql,
  caf: string,
  nom: string,
  siren: string,
  prefixe: string,
): Promise<string> {
  const [organisme, partenaire, formulaire, convention] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  await sql("insert into organisme (id, siren, raison_sociale, forme) values ($1, $2, $3, 'commune')", [
    organisme,
    siren,
    nom,
  ]);
  await sql(
    'insert into partenaire (id, caf_id, organisme_id, nom, prefixe, cree_le) values ($1, $2, $3, $4, $5, now())',
    [partenaire, caf, organisme, nom, prefixe],
  );
  await sql(
    "insert into formulaire_eligibilite (id, caf_id, partenaire_id, etat, services_demandes, cree_le) values ($1, $2, $3, 'eligible', '[]', now())",
    [formulaire, caf, partenaire],
  );
  await sql(
    "insert into convention (id, caf_id, partenaire_id, formulaire_id, numero, mission_generale, du, au, etat) values ($1, $2, $3, $4, '2170001', 'Petite enfance', '2026-01-01', '2027-01-01', 'active')",
    [convention, caf, partenaire, formulaire],
  );
  await sql(
    `insert into bulletin_adhesion (id, caf_id, partenaire_id, convention_id, service_id, portee, cafs, roles, du, au) values ($1, $2, $3, $4, 'AFAS', 'locale', '[]',
    '["FOURNISSEUR_ACTIVITE","FOURNISSEUR_FINANCIER","APPROBATEUR","CONSULTANT"]', '2026-01-01', '2027-01-01')`,
    [randomUUID(), caf, partenaire, convention],
  );
  return partenaire;
}

async function creerPersonne(
  sql: Sql,
  caf: string,
  partenaireId: string,
  nom: string,
  options: { ouvertLe?: string; closLe?: string; administrateur?: boolean } = {},
): Promise<PersonneDuDecor> {
  const { ouvertLe = '2026-01-01', closLe = null, administrateur = false } = options;
  const [utilisateurId, compteId] = [randomUUID(), randomUUID()];
  const courriel = `${nom.toLowerCase()}.${compteId.slice(0, 4)}@commune.fr`;
  await sql(
    'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
    [compteId, courriel],
  );
  await sql(
    `insert into utilisateur (id, caf_id, partenaire_id, compte_id, identifiant, nom, prenom, courriel, ouvert_le, clos_le, groupes, administrateur, cree_le)
    values ($1, $2, $3, $4, $5, $6, 'Chantal', $7, $8, $9, '[]', $10, now())`,
    [
      utilisateurId,
      caf,
      partenaireId,
      compteId,
      `T${compteId.slice(0, 6)}`,
      nom,
      courriel,
      ouvertLe,
      closLe,
      administrateur,
    ],
  );
  return {
    utilisateurId,
    compteId,
    acteur: (mandats = []) => ({
      type: 'partenaire',
      compteId,
      utilisateurId,
      nom,
      prenom: 'Chantal',
      cafId: caf,
      fuseauHoraire: 'Europe/Paris',
      partenaireId,
      administrateur,
      groupes: [],
      habilitations: [],
      mandats,
    }),
  };
}
