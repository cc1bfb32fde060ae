import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import {
  commencer,
  enTraitement,
  planterUneDeclaration,
  type DeclarationFixture,
} from '../declaration/fixture.ts';
import { marquer, marquerLeJournal, type Marques } from './marques.ts';
import { tenue } from '#test/support/roles.ts';

/** Whose a record is: `caf` null = national, `partenaire` null = the Caf's own. */
export interface Appartenance {
  readonly caf: string | null;
  readonly partenaire: string | null;
  /** Equipment a declaration is about; null for records that are not limited to one. */
  readonly equipement: string | null;
}

/** One tenant of the base, with a record of each kind. */
export interface Dossier {
  readonly caf: string;
  readonly partenaire: string;
  /** Id of a record of a table of this tenant; the same record of the others is its copy. */
  readonly id: (idDuPremier: string) => string;
}

export interface BaseDesDroits extends DeclarationFixture {
  /**
   * A: partner of Caf 451. B: another partner of Caf 451. C: a partner of Caf 771. The records are the same
   * but for their owner.
   */
  readonly dossiers: Readonly<Record<'A' | 'B' | 'C', Dossier>>;
  readonly marques: Marques;
  /** Ids of A, by what they are. */
  readonly de: Readonly<
    Record<
      | 'administrateur'
      | 'collegue'
      | 'mandat'
      | 'habilitation'
      | 'brouillon'
      | 'horsRole'
      | 'transmise'
      | 'etude',
      string
    >
  >;
  /** Equipments of A on which the roles are held. */
  readonly equipements: readonly string[];
  /** Runs statements above privileges, triggers and policies. */
  superviseur(requete: string, parametres?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same record in another tenant. */
const jumeau = (id: string, dossier: string): string => {
  const h = createHash('md5').update(`${dossier} ${id}`).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
};

/**
 * Two Caf, three partners, a record of each kind for each, every free text, date, amount and id known as
 * theirs. The clock stands at 2026-03-02.
 */
export async function planterLesDroits(): Promise<BaseDesDroits> {
  const fixture = await planterUneDeclaration();
  const client = new Client({ connectionString: adresseDuSuperviseur(fixture.urlProprietaire) });
  await client.connect();
  const superviseur: BaseDesDroits['superviseur'] = async (requete, parametres = []) =>
    (await client.query<Record<string, unknown>>(requete, [...parametres])).rows;
  const de = await completer(fixture);
  // Copies and marks are written above triggers and foreign keys.
  await superviseur("set session_replication_role = 'replica'");
  await superviseur("update compte set empreinte_mot_de_passe = 'clair'");
  await reserverAuxAnalystes(superviseur, fixture.partenaireId, de.etude);
  const copies = { B: '451', C: '771' } as const;
  const sirens = { B: '404833048', C: '552100554' } as const;
  const ids = await idsDe(superviseur, fixture.partenaireId);
  for (const lettre of ['B', 'C'] as const)
    await copier(superviseur, fixture.partenaireId, {
      lettre,
      caf: copies[lettre],
      siren: sirens[lettre],
      ids,
    });
  const dossier = (lettre: 'B' | 'C'): Dossier => ({
    caf: copies[lettre],
    partenaire: jumeau(fixture.partenaireId, lettre),
    id: (id) => jumeau(id, lettre),
  });
  const dossiers = {
    A: { caf: '451', partenaire: fixture.partenaireId, id: (id: string) => id },
    B: dossier('B'),
    C: dossier('C'),
  };
  const lignes = await marquerLeJournal(
    superviseur,
    Object.values(dossiers).map(({ id, ...reste }) => ({ ...reste, personne: id(de.collegue) })),
  );
  const marques = new Map([...(await marquer(fixture, superviseur)), ...lignes]);
  await superviseur("set session_replication_role = 'origin'");
  return {
    ...fixture,
    superviseur,
    marques,
    de,
    equipements: [fixture.equipementId, de.equipementDuBrouillon],
    dossiers,
    async fermer() {
      await client.end();
      await fixture.fermer();
    },
  };
}

function adresseDuSuperviseur(urlProprietaire: string): string {
  const adresse = new URL(inject('essais').url);
  adresse.pathname = new URL(urlProprietaire).pathname;
  return adresse.href;
}

/**
 * What the fixture of a declaration lacks: the rest of the contract, people of each role, records of each kind.
 */
async function completer(fixture: DeclarationFixture) {
  const { sql, partenaireId, equipementId, administrateur } = fixture;
  const transmise = await enTraitement(fixture);
  const [convention] = await sql<{ id: string }>('select id from convention where partenaire_id = $1', [
    partenaireId,
  ]);
  const [lieu] = await sql<{ id: string }>('select id from lieu_implantation where equipement_id = $1', [
    equipementId,
  ]);
  const [decision] = await sql<{ id: string }>('select id from decision where partenaire_id = $1 limit 1', [
    partenaireId,
  ]);
  const locataire = ['451', partenaireId] as const;

  await sql(
    "insert into absence_animateur (id, caf_id, partenaire_id, animateur_id, motif, du, au) values ($1, $2, $3, $4, 'maladie', '2025-03-10', '2025-06-01')",
    [randomUUID(), ...locataire, fixture.animatriceId],
  );
  const contrat = randomUUID();
  await sql(
    "insert into contrat_service (id, caf_id, partenaire_id, convention_id, etat, du, au, services_autorises) select $1, $2, $3, $4, 'actif', du, au, '[\"AFAS\"]' from convention where id = $4",
    [contrat, ...locataire, convention?.id],
  );
  await sql(
    "insert into interlocuteur (id, caf_id, partenaire_id, contrat_id, cote, fonction, nom, prenom, courriel) values ($1, $2, $3, $4, 'caf', 'administrateur', 'N', 'P', 'a@exemple.fr')",
    [randomUUID(), ...locataire, contrat],
  );
  await sql(
    "insert into courriel (id, caf_id, destinataire, objet, corps, cree_le) values ($1, '451', 'a@exemple.fr', 'o', 'c', now()), ($2, '771', 'a@exemple.fr', 'o', 'c', now())",
    [randomUUID(), randomUUID()],
  );
  await sql(
    "insert into lien_utile (id, caf_id, contexte, libelle, url) values ($1, '451', 'accueil', 'l', 'https://exemple.fr'), ($2, '771', 'accueil', 'l', 'https://exemple.fr')",
    [randomUUID(), randomUUID()],
  );
  await sql(
    "insert into campagne (id, caf_id, type_equipement, exercice, perennite, ouvre_le, ferme_le) values ($1, '771', 'RAM', 2025, 'reelle', '2026-01-16', '2026-04-01')",
    [randomUUID()],
  );
  for (const caf of ['451', '771']) {
    await sql(
      `insert into comptes_lies (id, caf_id, compte_a_id, compte_b_id, motif, lie_par, lie_le, delie_par, delie_le)
      select $1, $2, min(id::text)::uuid, max(id::text)::uuid, 'm', gen_random_uuid(), now(), gen_random_uuid(), now() from compte`,
      [randomUUID(), caf],
    );
  }
  const demande = randomUUID();
  await sql(
    "insert into demande_decision (id, caf_id, partenaire_id, declaration_id, regle_decision_id, motif, par, le) values ($1, $2, $3, $4, $5, 'm', $6, now())",
    [demande, ...locataire, transmise, decision?.id, randomUUID()],
  );
  await sql(
    "insert into decision_humaine (id, caf_id, partenaire_id, declaration_id, regle_decision_id, jeu, choix, motif, demande_id, par, le) values ($1, $2, $3, $4, $5, 'etp', 'REGLE', 'm', $6, $7, now())",
    [randomUUID(), ...locataire, transmise, decision?.id, demande, randomUUID()],
  );

  await sql(
    "insert into courrier (id, caf_id, partenaire_id, decision_id, adresse_caf, destinataire, recours, signature, contenu, par, par_nom, le) values ($1, $2, $3, $4, 'a', 'd', 'r', 's', '{}', $5, 'n', now())",
    [randomUUID(), ...locataire, decision?.id, randomUUID()],
  );

  const habiliter = async (
    personne: string,
    role: string,
    equipement: string,
    reste: { du?: string; au?: string; etat?: string } = {},
  ): Promise<string> => {
    const id = randomUUID();
    await sql(
      "insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, au, etat, demande_par, demande_le) values ($1, $2, $3, $4, $5, 'activite', $6, $7, $8, $9, $10, now())",
      [
        id,
        ...locataire,
        personne,
        role,
        equipement,
        reste.du ?? '2026-01-01',
        reste.au ?? null,
        reste.etat ?? 'accordee',
        administrateur.compteId,
      ],
    );
    return id;
  };
  const brouillon = await equipementAvecBrouillon(fixture, 'Ram du brouillon');
  const horsRole = await equipementAvecBrouillon(fixture, 'Ram sans rôle');
  const tenants: readonly (readonly [ActeurPartenaire, string])[] = [
    [fixture.directrice, 'FOURNISSEUR_ACTIVITE'],
    [fixture.comptable, 'FOURNISSEUR_FINANCIER'],
    [fixture.approbateur, 'APPROBATEUR'],
  ];
  for (const [acteur, role] of tenants) await habiliter(acteur.utilisateurId, role, brouillon.equipement);
  const consultant = (await fixture.personne('CONSULTANT')).utilisateurId;
  await habiliter(consultant, 'CONSULTANT', equipementId);
  await habiliter(consultant, 'CONSULTANT', brouillon.equipement);
  // Those that anybody may end without hiding anything from the others.
  const habilitation = await habiliter(
    (await fixture.personne('TEMOIN')).utilisateurId,
    'CONSULTANT',
    brouillon.equipement,
  );
  await habiliter((await fixture.personne('ENATTENTE')).utilisateurId, 'APPROBATEUR', equipementId, {
    etat: 'en-attente-caf',
  });
  await habiliter((await fixture.personne('FINIE')).utilisateurId, 'CONSULTANT', equipementId, {
    au: '2026-03-02',
  });
  await habiliter((await fixture.personne('FUTURE')).utilisateurId, 'CONSULTANT', equipementId, {
    du: '2026-03-03',
  });
  await fixture.personne('CLOS');
  const responsable = (await fixture.personne('RESPONSABLE')).utilisateurId;
  const mandater = async (donnePar: string, titulaire: string, parent: string | null): Promise<string> => {
    const id = randomUUID();
    await sql(
      `insert into mandat (id, caf_id, partenaire_id, donne_par_id, titulaire_id, parent_id, roles, equipements, peut_creer_utilisateurs, peut_deleguer, du, cree_le)
      values ($1, $2, $3, $4, $5, $6, '["CONSULTANT","APPROBATEUR"]', $7, true, true, '2026-01-01', now())`,
      [id, ...locataire, donnePar, titulaire, parent, JSON.stringify([equipementId, brouillon.equipement])],
    );
    return id;
  };
  const sien = await mandater(administrateur.utilisateurId, responsable, null);
  const adjoint = (await fixture.personne('ADJOINT')).utilisateurId;
  const mandat = await mandater(responsable, adjoint, sien);
  for (const [courriel, caf, profil] of [
    ['gestionnaire', '451', 'gestionnaire'],
    ['chef', '451', 'responsable'],
    ['ailleurs', '771', 'responsable'],
  ] as const) {
    const compte = randomUUID();
    await sql(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compte, `${courriel}@caf.fr`],
    );
    await sql(
      "insert into agent_caf (id, caf_id, compte_id, nom, prenom, courriel, profil, ouvert_le) values ($1, $2, $3, 'N', 'P', 'a@caf.fr', $4, '2020-01-01')",
      [randomUUID(), caf, compte, profil],
    );
  }
  const [analyste, etude] = [randomUUID(), randomUUID()];
  await sql(
    "insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, 'analyste@cnaf.fr', now(), now())",
    [analyste],
  );
  await sql(
    "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values ($1, $2, 'N', 'P', 'a@cnaf.fr', '2020-01-01')",
    [randomUUID(), analyste],
  );
  await sql(
    "insert into brouillon_regle (id, genre, jeu, numero, texte, auteur, cree_le, modifie_le) values ($1, 'regles', 'quotas', '9.0.0', 't', $2, now(), now())",
    [randomUUID(), analyste],
  );
  await sql(
    `insert into etude_impact (id, jeu, avant_numero, avant_empreinte, avant_canonique, apres_numero, apres_empreinte, apres_canonique, prises_avant, generes, graine, etat, agregats, lancee_le)
    select $1, 'quotas', '1.0.0', e, '{}', '9.0.0', e, '{}', now(), 0, 'g', 'arretee', '{}', now() from (select encode(sha256('{}'), 'hex') as e) s`,
    [etude],
  );
  return {
    administrateur: administrateur.utilisateurId,
    collegue: fixture.collegue.utilisateurId,
    mandat,
    habilitation,
    etude,
    transmise,
    lieu: lieu?.id ?? '',
    brouillon: brouillon.declaration,
    horsRole: horsRole.declaration,
    equipementDuBrouillon: brouillon.equipement,
  };
}

/** An equipment with its conventionnement and a declaration just begun. */
async function equipementAvecBrouillon(
  fixture: DeclarationFixture,
  nom: string,
): Promise<{ equipement: string; declaration: string }> {
  const { sql, partenaireId } = fixture;
  const { id: equipement } = await fixture.equipement(nom, { lieux: [`${nom}, lieu`] });
  const conventionnementId = randomUUID();
  await sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs)
    values ($1, '451', $2, $3, $4, '2024-01-01', '2028-01-01', 'valide', 'conseil-administration', '2023-12-01', 1, '[]')`,
    [conventionnementId, partenaireId, equipement, `M-${nom}`],
  );
  const directrice: ActeurPartenaire = {
    ...fixture.directrice,
    habilitations: [tenue('FOURNISSEUR_ACTIVITE', equipement)],
  };
  return { equipement, declaration: await commencer({ ...fixture, conventionnementId, directrice }) };
}

type Superviseur = BaseDesDroits['superviseur'];

/** What analysts alone read about the cases of each Caf. */
async function reserverAuxAnalystes(
  superviseur: Superviseur,
  partenaire: string,
  etude: string,
): Promise<void> {
  const reprise = randomUUID();
  await superviseur(
    `insert into reprise_question (id, jeu, question, reponse, avant_numero, avant_empreinte, apres_numero, apres_empreinte, motif, lancee_par, lancee_le)
    values ($1, 'quotas', 'Q1', 'r', '1.0.0', 'e', '9.0.0', 'e', 'm', gen_random_uuid(), now())`,
    [reprise],
  );
  await superviseur(
    `insert into reprise_cas (reprise_id, decision_id, caf_id, partenaire_id, sujet_type, sujet_id, date_reference, suite, change, ecart, avant, le)
    select $1, id, caf_id, partenaire_id, sujet_type, sujet_id, date_reference, 'ecarte', false, 'deja-tranche', '{}', now() from decision where partenaire_id = $2 limit 1`,
    [reprise, partenaire],
  );
  for (const [rang, caf] of ['451', '771'].entries()) {
    await superviseur(
      `insert into etude_impact_cas (etude_id, rang, decision_id, caf_id, sujet_type, sujet_id, date_reference, derniere, avant, apres, calculs, cause)
      values ($1, $2, gen_random_uuid(), $3, 'Habilitation', gen_random_uuid(), '2026-01-01', true, '{}', '{}', '{}', '{}')`,
      [etude, rang, caf],
    );
  }
}

/** Tables with a partner, and the columns that can be written. */
async function tablesDuDossier(superviseur: Superviseur): Promise<{ table: string; colonnes: string[] }[]> {
  const lignes =
    await superviseur(`select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as colonnes from information_schema.columns c
    where c.table_schema = 'public' and c.is_generated = 'NEVER' and c.is_identity = 'NO'
      and exists (select 1 from information_schema.columns x where x.table_schema = 'public' and x.table_name = c.table_name and x.column_name in ('partenaire_id'))
      and c.table_name not like 'journal%' group by 1`);
  return lignes as { table: string; colonnes: string[] }[];
}

/** Every id that belongs to a partner: its records, their organisme and accounts. */
async function idsDe(superviseur: Superviseur, partenaire: string): Promise<Set<string>> {
  const ids = new Set([partenaire]);
  for (const { table, colonnes } of await tablesDuDossier(superviseur))
    if (colonnes.includes('id'))
      for (const { id } of await superviseur(`select id from ${table} where partenaire_id = $1`, [
        partenaire,
      ]))
        ids.add(String(id));
  for (const { id } of await superviseur(
    'select organisme_id as id from partenaire where id = $1 union all select compte_id from utilisateur where partenaire_id = $1',
    [partenaire],
  ))
    ids.add(String(id));
  return ids;
}

/** Values unique in a Caf or in the whole base: the copy takes its own. */
const UNIQUES = ['numero', 'identifiant', 'courriel', 'numero_maia', 'prefixe'];

/** Copies everything of a partner to another tenant, ids and tenant changed. */
async function copier(
  superviseur: Superviseur,
  partenaire: string,
  { lettre, caf, siren, ids }: { lettre: string; caf: string; siren: string; ids: ReadonlySet<string> },
): Promise<void> {
  const inserer = async (
    table: string,
    colonnes: readonly string[],
    lignes: readonly Record<string, unknown>[],
  ): Promise<void> => {
    const copies = lignes.map((ligne) => {
      const copie = JSON.parse(
        JSON.stringify(ligne).replace(UUID, (id) => (ids.has(id) ? jumeau(id, lettre) : id)),
      ) as Record<string, unknown>;
      for (const champ of UNIQUES)
        if (typeof copie[champ] === 'string') copie[champ] = `${lettre.toLowerCase()}${copie[champ]}`;
      return {
        ...copie,
        ...('caf_id' in copie ? { caf_id: caf } : {}),
        ...('siren' in copie ? { siren } : {}),
      };
    });
    await superviseur(
      `insert into ${table} (${colonnes.join(', ')}) select ${colonnes.join(', ')} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(copies)],
    );
  };
  const lire = async (table: string, condition: string) =>
    (await superviseur(`select to_jsonb(t) as ligne from ${table} t where ${condition}`, [partenaire])).map(
      ({ ligne }) => ligne as Record<string, unknown>,
    );
  const colonnesDe = async (table: string) =>
    (
      await superviseur(
        "select column_name::text as nom from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'",
        [table],
      )
    ).map(({ nom }) => String(nom));
  await inserer(
    'organisme',
    await colonnesDe('organisme'),
    await lire('organisme', 'id = (select organisme_id from partenaire where id = $1)'),
  );
  await inserer(
    'compte',
    await colonnesDe('compte'),
    await lire('compte', 'id in (select compte_id from utilisateur where partenaire_id = $1)'),
  );
  await inserer('partenaire', await colonnesDe('partenaire'), await lire('partenaire', 'id = $1'));
  for (const { table, colonnes } of await tablesDuDossier(superviseur))
    await inserer(table, colonnes, await lire(table, 'partenaire_id = $1'));
}
