import type { MikroORM } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { chargerDeclaration } from '#src/domain/declaration/charger.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { declarationLisible } from '#src/domain/declaration/lectures.ts';
import { FAITS_FOURNIS } from '#src/domain/formulaire/catalogue.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { openWire, type Wire } from '#test/support/wire.ts';
import { commencer, planterUneDeclaration, type DeclarationFixture } from './fixture.ts';

const RAM = JSON.parse(readFileSync('rules/formulaires/ram/2.0.0.json', 'utf8')) as DefinitionDeFormulaire;
/** A form that asks for every fact there is. */
const GOURMAND = {
  ...RAM,
  version: '2.90.0',
  contexte: {
    anterieures: { exercices: 2, retient: {} },
    faits: Object.entries(FAITS_FOURNIS).map(([nom, { type, contenu }]) => ({
      nom,
      libelle: contenu,
      type,
      origine: 'dossier-caf',
      siAbsent: 'Rien.',
    })),
  },
};
const COPIEE =
  "(id, caf_id, partenaire_id, equipement_id, numero_maia, du, au, etat, instance, valide_le, etp_valide, animateurs) select $2, caf_id, partenaire_id, equipement_id, 'M-2', du, au, etat, instance, valide_le, etp_valide, animateurs from conventionnement where id = $1";

let fixture: DeclarationFixture;
let wire: Wire;
let orm: MikroORM;
/** A server of its own: it hears of a change by nothing but the base. */
let serveur: Executeur;
let declaration: string;
const autre = { conventionnement: randomUUID(), declaration: '' };

beforeAll(async () => {
  const registre = await registreDesFichiers([GOURMAND]);
  fixture = await planterUneDeclaration(registre);
  wire = await openWire(fixture.urlApplication);
  orm = await ouvrirOrm(wire.url);
  serveur = creerExecuteur({
    orm,
    registre,
    horloge: fixture.horloge,
    urlPublique: 'http://127.0.0.1',
  });
  declaration = await commencer(fixture);
  await fixture.sql(`insert into conventionnement ${COPIEE}`, [
    fixture.conventionnementId,
    autre.conventionnement,
  ]);
  autre.declaration = await commencer({ ...fixture, conventionnementId: autre.conventionnement });
  await fixture.sql(
    'update declaration set formulaire_version = $1, formulaire_empreinte = $2 where id = $3',
    [
      GOURMAND.version,
      registre.versions.find(({ numero }) => numero === GOURMAND.version)?.empreinte,
      declaration,
    ],
  );
});
afterAll(async () => {
  await orm.close(true);
  await wire.close();
  await fixture.fermer();
});

const retour = () =>
  serveur.lire(fixture.directrice, async (unite) => {
    const { contexte, choix } = await dossierDuBrouillon(unite, await declarationLisible(unite, declaration));
    return { contexte, choix };
  });
/** As it is read by who keeps nothing. */
const reluEntierement = () =>
  serveur.lire(fixture.directrice, async (unite) => {
    const { contexte, choix } = await dossierDuBrouillon(unite, await chargerDeclaration(unite, declaration));
    return { contexte, choix };
  });

const DECISION = randomUUID();
/** By the table it changes: the owner of the tables writes, without a word to any server, and bumps no version. */
const CHANGEMENTS: Readonly<Record<string, readonly [sql: string, parametres: () => readonly unknown[]]>> = {
  campagne: ["update campagne set ferme_le = '2026-04-15'", () => []],
  equipement: ["update equipement set nom = 'Un autre nom' where id = $1", () => [fixture.equipementId]],
  conventionnement: [
    'update conventionnement set etp_valide = 0.8 where id = $1',
    () => [autre.conventionnement],
  ],
  lieu_implantation: [
    "update lieu_implantation set nature = 'principal' where equipement_id = $1",
    () => [fixture.equipementId],
  ],
  animateur: ["update animateur set nom = 'LEBLANC' where id = $1", () => [fixture.animatriceId]],
  absence_animateur: [
    "insert into absence_animateur (id, caf_id, partenaire_id, animateur_id, motif, du, au) values (gen_random_uuid(), '451', $1, $2, 'maladie', '2025-03-10', '2025-06-01')",
    () => [fixture.partenaireId, fixture.animatriceId],
  ],
  declaration: ["update declaration set etat = 'a-approuver' where id = $1", () => [autre.declaration]],
  transmission: [
    `insert into transmission (id, caf_id, partenaire_id, declaration_id, numero, donnees, decisions, empreintes_regles, formulaire_empreinte, estimation, par, par_nom, le, empreinte)
     values (gen_random_uuid(), '451', $1, $2, 1, '{"activite": {}, "finances": {}, "totaux": {}}', '[]', '{}', '', 12, $1, 'X', now(), '')`,
    () => [fixture.partenaireId, autre.declaration],
  ],
  decision_humaine: [
    `with d as (insert into decision (id, caf_id, partenaire_id, jeu, version_regle, empreinte, date_reference, faits, etat, issues, constats, calculs, manquants, trace, moteur, sujet_type, sujet_id, prise_le, requete_id)
       values ($3, '451', $1, 'fermeture', '1.0.0', '', '2025-12-31', '{"motif": "x"}', 'decision-humaine', '[]', '[]', '{}', '[]', '{}', '{}', 'Declaration', $2, now(), '') returning id)
     insert into decision_humaine (id, caf_id, partenaire_id, declaration_id, regle_decision_id, jeu, choix, motif, par, le)
       select gen_random_uuid(), '451', $1, $2, id, 'fermeture', 'SUSPENSION', 'x', $1, now() from d`,
    () => [fixture.partenaireId, declaration, DECISION],
  ],
  bulletin_adhesion: [
    "update bulletin_adhesion set roles = '[]' where partenaire_id = $1",
    () => [fixture.partenaireId],
  ],
  convention: [
    "update convention set au = '2026-03-01' where partenaire_id = $1",
    () => [fixture.partenaireId],
  ],
};
/** A decision never changes: the human decision that names it tells of it. */
const IMMUABLES = ['decision'];

describe('what a draft is judged with', () => {
  it('is read once: until a record of it changes, one statement tells that nothing has', async () => {
    await retour();
    wire.forget();
    const lu = await retour();
    expect(wire.statements()).toHaveLength(3);
    expect(lu).toEqual(await reluEntierement());
  });

  it.each(Object.entries(CHANGEMENTS))(
    'is read again at the very next answer once a row of %s has changed, whoever changed it',
    async (_table, [sql, parametres]) => {
      const avant = await retour();
      await fixture.sql(sql, parametres());
      const apres = await retour();
      expect(apres).not.toEqual(avant);
      expect(apres).toEqual(await reluEntierement());
    },
  );

  it('comes from no other table', async () => {
    wire.forget();
    await reluEntierement();
    const lues = wire
      .statements()
      .flatMap((texte) => [...texte.matchAll(/\b(?:from|join) "(\w+)"/g)].map(([, table = '']) => table));
    const appartenance = ['caf', 'partenaire'];
    expect([...new Set(lues)].filter((table) => !appartenance.includes(table)).sort()).toEqual(
      [...Object.keys(CHANGEMENTS), ...IMMUABLES].sort(),
    );
  });

  it('is read anew on another day', async () => {
    const avant = await retour();
    fixture.horloge.regler('2026-03-03');
    expect((await retour()).contexte['aujourdhui']).not.toEqual(avant.contexte['aujourdhui']);
  });
});
