import { randomUUID } from 'node:crypto';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import { tenue, type RoleAfas } from '#test/support/roles.ts';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import type { Registre } from '#src/kernel/registre.ts';
import {
  commencerDeclaration,
  completerActivite,
  completerFinances,
  enregistrerActivite,
  enregistrerFinances,
  prendreEnTraitement,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import type { Brut } from '#src/domain/formulaire/saisie/lire.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture } from '../habilitation/fixture.ts';

export interface DeclarationFixture extends Fixture {
  readonly equipementId: string;
  readonly conventionnementId: string;
  readonly animatriceId: string;
  /** One person per role on the equipment. */
  readonly directrice: ActeurPartenaire;
  readonly comptable: ActeurPartenaire;
  readonly approbateur: ActeurPartenaire;
  /** A user of the same partner without a role on the equipment. */
  readonly collegue: ActeurPartenaire;
}

/**
 * The Ram of a commune, one animatrice at full time with a validated profile, a conventionnement of 1 ETP,
 * the campaign « réelle 2025 » open; the clock stands at 2026-03-02.
 */
export async function planterUneDeclaration(registre?: Registre): Promise<DeclarationFixture> {
  const fixture = await planterLeDecor(registre);
  const { sql, partenaireId } = fixture;
  const { id: equipementId } = await fixture.equipement('CBA-RAM Les Marins marrants', {
    lieux: ['Espace Loire'],
  });
  await sql("update lieu_implantation set nature = 'unique' where equipement_id = $1", [equipementId]);
  const [animatriceId, conventionnementId] = [randomUUID(), randomUUID()];
  await sql(
    `insert into animateur (id, caf_id, partenaire_id, equipement_id, nom, prenom, etp_contrat, profil_valide, du) values ($1, '451', $2, $3, 'LENOIR', 'Mona', 1, true, '2019-01-01')`,
    [animatriceId, partenaireId, equipementId],
  );
  await sql(
    `insert into conventionnement (id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs)
    values ($1, '451', $2, $3, 'M-1', '2024-01-01', '2028-01-01', 'valide', 'conseil-administration', '2023-12-01', 1, $4)`,
    [conventionnementId, partenaireId, equipementId, JSON.stringify([animatriceId])],
  );
  const avecRole = async (nom: string, role: RoleAfas): Promise<ActeurPartenaire> => {
    const { utilisateurId, acteur } = await fixture.personne(nom);
    const id = randomUUID();
    await sql(
      `insert into habilitation (id, caf_id, partenaire_id, utilisateur_id, role, portee, equipement_id, du, etat, demande_par, demande_le)
      values ($1, '451', $2, $3, $4, 'activite', $5, '2026-01-01', 'accordee', $6, now())`,
      [id, partenaireId, utilisateurId, role, equipementId, fixture.administrateur.compteId],
    );
    return { ...acteur(), habilitations: [tenue(role, equipementId, id)] };
  };
  await fixture.executeur.executer(agent(), creerCampagne, {
    typeEquipement: 'RAM',
    exercice: '2025',
    perennite: 'reelle',
    ouvreLe: '2026-01-16',
    fermeLe: '2026-04-01',
  });
  return {
    ...fixture,
    equipementId,
    conventionnementId,
    animatriceId,
    directrice: await avecRole('DIRECTRICE', 'FOURNISSEUR_ACTIVITE'),
    comptable: await avecRole('COMPTABLE', 'FOURNISSEUR_FINANCIER'),
    approbateur: await avecRole('DGS', 'APPROBATEUR'),
    collegue: (await fixture.personne('COLLEGUE')).acteur(),
  };
}

export const activite = (
  { animatriceId }: Pick<DeclarationFixture, 'animatriceId'>,
  changements: Brut = {},
): Record<string, string> =>
  sansAbsents({
    'ouverture.debut': '2025-01-01',
    'ouverture.fin': '2025-12-31',
    'ouverture.moisFermesConges': '1',
    'animateurs.liste.0.animateur': animatriceId,
    'animateurs.liste.0.etpContrat': '1',
    'animateurs.liste.0.etpDeclare': '1',
    'animateurs.liste.0.remplacement': 'aucun',
    'missions.missionInformation': 'oui',
    'missions.actionsInformation': '40',
    'missions.missionEchanges': 'oui',
    'missions.actionsEchanges': '12',
    'renforcees.informationFamilles': 'non',
    'renforcees.promotionActivite': 'non',
    'renforcees.formationContinue': 'non',
    'itinerance.itinerant': 'non',
    'territoires.communes.0.commune': 'Briare (45053)',
    ...changements,
  });
export const finances = (changements: Brut = {}): Record<string, string> =>
  sansAbsents({
    'charges.c60': '2 000',
    'charges.c64': '40 000,00',
    'produits.c74': '42000',
    ...changements,
  });
export const fermeture = (debut: string, fin: string): Brut => ({
  'fermetures.liste.0.nature': 'exceptionnelle',
  'fermetures.liste.0.motif': 'travaux',
  'fermetures.liste.0.debut': debut,
  'fermetures.liste.0.fin': fin,
});

const sansAbsents = (brut: Brut): Record<string, string> =>
  Object.fromEntries(
    Object.entries(brut).filter((paire): paire is [string, string] => typeof paire[1] === 'string'),
  );

export async function commencer(fixture: DeclarationFixture): Promise<string> {
  const { id } = await fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
    conventionnement: fixture.conventionnementId,
    exercice: '2025',
    perennite: 'reelle',
  });
  return id;
}

/** Both volets filled in and finished: the declaration waits for the approbateur. */
export async function remplir(
  fixture: DeclarationFixture,
  changements: Brut = {},
  changementsFinances: Brut = {},
): Promise<string> {
  const id = await commencer(fixture);
  await saisirEtTerminer(fixture, id, changements, changementsFinances);
  return id;
}

export async function saisirEtTerminer(
  fixture: DeclarationFixture,
  declaration: string,
  changements: Brut = {},
  changementsFinances: Brut = {},
): Promise<void> {
  const { executeur, directrice, comptable } = fixture;
  const versions = async () =>
    (
      await fixture.sql<{ a: number; f: number }>(
        'select version_activite a, version_finances f from declaration where id = $1',
        [declaration],
      )
    )[0] ?? { a: 0, f: 0 };
  const a = await executeur.executer(directrice, enregistrerActivite, {
    declaration,
    version: (await versions()).a,
    donnees: activite(fixture, changements),
  });
  await executeur.executer(directrice, completerActivite, { declaration, version: a.version });
  const f = await executeur.executer(comptable, enregistrerFinances, {
    declaration,
    version: (await versions()).f,
    donnees: finances(changementsFinances),
  });
  await executeur.executer(comptable, completerFinances, { declaration, version: f.version });
}

/** Transmitted, and taken up by the agent given. */
export async function enTraitement(fixture: DeclarationFixture, changements: Brut = {}): Promise<string> {
  const declaration = await remplir(fixture, changements);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
  await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration });
  return declaration;
}

const AJOUT_SEUL = [
  'decision_humaine',
  'demande_decision',
  'transmission',
  'evenement_declaration',
  'decision',
];

/** Removes every declaration: the owner lifts the append-only triggers for a moment. */
export async function vider({ sql, horloge }: DeclarationFixture): Promise<void> {
  for (const table of AJOUT_SEUL) await sql(`alter table ${table} disable trigger immuable`);
  for (const table of [
    'decision_humaine',
    'demande_decision',
    'transmission',
    'evenement_declaration',
    'declaration',
    'decision',
  ])
    await sql(`delete from ${table}`);
  for (const table of AJOUT_SEUL) await sql(`alter table ${table} enable trigger immuable`);
  horloge.regler('2026-03-02');
}
