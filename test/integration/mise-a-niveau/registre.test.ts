/** A base in use by the former release takes the new rule files through the gate, and goes on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { commencerDeclaration, prendreEnTraitement, transmettre } from '#src/domain/declaration/commandes.ts';
import { Declaration, Transmission } from '#src/domain/declaration/declaration.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { soumettreFichier, soumettreLot } from '#src/domain/politique/commandes.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre, type VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { rejouerTout, type Rejeu, type RejeuImpossible } from '#src/domain/politique/registre/rejeu.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { agent, analyste, systeme } from '#test/support/acteurs.ts';
import {
  planterUneDeclaration,
  remplir,
  saisirEtTerminer,
  type DeclarationFixture,
} from '../declaration/fixture.ts';
import { approuverLa } from '../registre/fixture.ts';

/** Files of the release before this one. */
const ANCIENNES: ReadonlySet<string> = new Set([
  ...[
    'campagnes',
    'contrat',
    'controles-declaration',
    'conventionnement',
    'effet-fermeture',
    'eligibilite',
    'estimation-ps',
    'etp-equipement',
    'etp',
    'fermeture',
    'missions',
    'ouverture',
    'presence',
    'quotas',
    'echeance',
  ].map((jeu) => `regles/${jeu}/1.0.0`),
  'regles/echeance/2.0.0',
  'formulaire/ram/1.0.0',
  'parametres/securite/1.1.0',
  ...['conventions', 'journal', 'ram', 'regles', 'securite'].map((jeu) => `parametres/${jeu}/1.0.0`),
]);
const cle = ({ genre, jeu, numero }: Pick<VersionAPublier, 'genre' | 'jeu' | 'numero'>): string =>
  `${genre}/${jeu}/${numero}`;
/** Files of types that release declared nothing of. */
const DES_AUTRES_TYPES = /alsh|eaje|laep|asre|bareme|pedagogiques/;
/** Values, and the file that reads them: submitted together. */
const ENSEMBLE = ['conventions', 'echeance'];
/** What others name is published before them. */
const ORDRE = ['parametres', 'regles', 'formulaire'];

let fixture: DeclarationFixture;
let registre: RegistreVivant;
let nouvelles: readonly VersionAPublier[];
let transmise: string;
let brouillon: string;

/** What the former form called an absence of two lines: two absences. */
const enDeuxLignes = {
  'absences.liste.0.motif': 'maladie',
  'absences.liste.1.motif': 'maladie',
  'absences.liste.0.debut': '2025-03-10',
  'absences.liste.0.fin': '2025-04-15',
  'absences.liste.1.debut': '2025-04-15',
  'absences.liste.1.fin': '2025-05-20',
};

beforeAll(async () => {
  const livrees = await preparerLivraison(new RuleFolder());
  // The start gives the kinds of files that release had none of.
  const deCeTemps = (version: VersionAPublier): boolean =>
    version.genre === 'referentiel' || ANCIENNES.has(cle(version));
  const anciennes = livrees.filter(deCeTemps);
  nouvelles = livrees
    .filter((version) => !deCeTemps(version) && !DES_AUTRES_TYPES.test(version.jeu))
    .sort((a, b) => ORDRE.indexOf(a.genre) - ORDRE.indexOf(b.genre));
  registre = new RegistreVivant(anciennes);
  fixture = await planterUneDeclaration(registre);
  await fixture.executeur.executer(systeme, initialiserRegistre, { versions: anciennes });
  await recharger(registre, fixture.orm);
  for (const rang of [1, 2]) {
    const { compteId, nom, prenom } = analyste(rang);
    await fixture.sql(
      'insert into compte (id, courriel, sessions_valides_depuis, cree_le) values ($1, $2, now(), now())',
      [compteId, `analyste${rang}@cnaf.example`],
    );
    await fixture.sql(
      "insert into analyste (id, compte_id, nom, prenom, courriel, ouvert_le) values (gen_random_uuid(), $1, $2, $3, $4, '2020-01-01')",
      [compteId, nom, prenom, `analyste${rang}@cnaf.example`],
    );
  }
  const absences = {
    ...enDeuxLignes,
    'absences.liste.0.animateur': fixture.animatriceId,
    'absences.liste.1.animateur': fixture.animatriceId,
  };
  transmise = await remplir(fixture, absences);
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: transmise });
  await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration: transmise });
  await fixture.executeur.executer(agent(), creerCampagne, {
    typeEquipement: 'RAM',
    exercice: '2026',
    perennite: 'previsionnelle',
    ouvreLe: '2026-01-02',
    fermeLe: '2026-05-01',
    motif: 'Campagne d’essai',
  });
  ({ id: brouillon } = await fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
    conventionnement: fixture.conventionnementId,
    exercice: '2026',
    perennite: 'previsionnelle',
  }));
});
afterAll(() => fixture.fermer());

const estimationDe = async (id: string) =>
  (
    await fixture.sql<{ estimation: string; formulaire_version: string }>(
      'select estimation, formulaire_version from declaration where id = $1',
      [id],
    )
  )[0];

describe('the base of the former release', () => {
  it('keeps the former files in force until a second person signs the new ones', () => {
    expect(nouvelles.map(cle)).toContain('formulaire/ram/2.0.0');
    expect(registre.formulaire('RAM', '2025-12-31')?.version).toBe('1.0.0');
  });

  it('takes every new version up through the gate, rule files before the form that gives them facts', async () => {
    for (const version of nouvelles.filter(({ jeu }) => !ENSEMBLE.includes(jeu))) {
      const soumission = await fixture.executeur.executer(analyste(1), soumettreFichier, {
        genre: version.genre,
        jeu: version.jeu,
        texte: version.texte,
        motif: 'Nouvelle livraison',
      });
      await approuverLa({ executeur: fixture.executeur, orm: fixture.orm, registre }, soumission);
    }
    const fichiers = nouvelles
      .filter(({ jeu }) => ENSEMBLE.includes(jeu))
      .map(({ genre, jeu, texte }) => ({ genre, jeu, texte }));
    const [lot] = await fixture.executeur.executer(analyste(1), soumettreLot, {
      fichiers,
      motif: 'Nouvelle livraison',
    });
    if (!lot) throw new Error('nothing submitted');
    await approuverLa({ executeur: fixture.executeur, orm: fixture.orm, registre }, lot);
    expect(registre.formulaire('RAM', '2025-12-31')?.version).toBe('2.0.0');
    expect(
      registre.versions.filter((version) => nouvelles.some((une) => une.empreinte === version.empreinte)),
    ).toHaveLength(nouvelles.length);
  });

  it('judges what was transmitted by the versions it was signed with, to the cent', async () => {
    // Two absences of the former form, each leaving every month begun: no proration.
    expect(await estimationDe(transmise)).toMatchObject({
      estimation: '18060.00',
      formulaire_version: '1.0.0',
    });
    const analyse = await fixture.executeur.lire(
      agent(),
      async (unite) =>
        (
          await instruire(
            unite,
            await unite.em.findOneOrFail(
              Declaration,
              { id: transmise },
              { populate: ['caf', 'partenaire', 'equipement', 'conventionnement'] },
            ),
          )
        ).analyse,
    );
    expect(analyse.estimation.montant).toBe('18060.00');
    expect(analyse.decisions.map(({ decision }) => decision?.id)).not.toContain(null);
  });

  it('replays every old decision without a difference', async () => {
    const rejeux = await fixture.executeur.lire(systeme, async ({ em }) => {
      const tous: (Rejeu | RejeuImpossible)[] = [];
      for await (const rejeu of rejouerTout(em, registre)) tous.push(rejeu);
      return tous;
    });
    expect(rejeux.length).toBeGreaterThan(10);
    expect(rejeux.filter((rejeu) => 'raison' in rejeu || rejeu.differences.length > 0)).toEqual([]);
  });

  it('lets a draft begun with the former form be finished and transmitted', async () => {
    await saisirEtTerminer(fixture, brouillon, {
      'ouverture.debut': '2026-01-01',
      'ouverture.fin': '2026-12-31',
      'missions.actionsInformation': undefined,
      'missions.actionsEchanges': undefined,
    });
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration: brouillon });
    expect(
      await fixture.executeur.lire(agent(), (unite) =>
        unite.em.count(Transmission, { declaration: brouillon }),
      ),
    ).toBe(1);
    expect(await estimationDe(brouillon)).toMatchObject({
      estimation: '18060.00',
      formulaire_version: '1.0.0',
    });
  });

  it('begins the next declaration with the new form', async () => {
    await fixture.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2024',
      perennite: 'reelle',
      ouvreLe: '2026-01-02',
      fermeLe: '2026-05-01',
      motif: 'Campagne d’essai',
    });
    const { id } = await fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
      conventionnement: fixture.conventionnementId,
      exercice: '2024',
      perennite: 'reelle',
    });
    expect(await estimationDe(id)).toMatchObject({ formulaire_version: '2.0.0' });
  });
});
