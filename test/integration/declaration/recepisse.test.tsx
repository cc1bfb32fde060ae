import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  enregistrerActivite,
  prendreEnTraitement,
  renvoyer,
  retourner,
  traiter,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import { dossierDeDeclaration } from '#src/domain/declaration/dossier-caf.ts';
import { recepisseDe, type Recepisse } from '#src/domain/declaration/recepisse.ts';
import type { SectionLue } from '#src/domain/formulaire/restitution.ts';
import type { ContextePage } from '#src/portal/composants/index.ts';
import { PageDeDeclaration } from '#src/portal/declarations/dossier/page.tsx';
import { PageRecepisse } from '#src/portal/declarations/recepisse/page.tsx';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { rendrePage } from '#src/portal/rendu.ts';
import { agent } from '#test/support/acteurs.ts';
import {
  activite,
  commencer,
  fermeture,
  planterUneDeclaration,
  remplir,
  saisirEtTerminer,
  vider,
  type DeclarationFixture,
} from './fixture.ts';

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration();
});
beforeEach(() => vider(fixture));
afterAll(() => fixture.fermer());

const contexte: ContextePage = {
  ressources: { css: '', js: '', icone: '' },
  chemin: '/',
  personne: { nom: 'X', prenom: 'Y' },
  convention: { numero: '1', organisme: 'O' },
  menus: [],
  messages: [],
};
const simple = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ').replace(/&#x27;/g, "'");
const lire = (declaration: string, numero?: number) =>
  fixture.executeur.lire(fixture.approbateur, (unite) => recepisseDe(unite, declaration, numero));
const pageDuRecepisse = (recepisse: Recepisse | null): string =>
  simple(
    rendrePage(
      <PageRecepisse
        contexte={contexte}
        recepisse={recepisse ?? expect.fail('no receipt')}
        titre="Déclaration"
        fuseau="Europe/Paris"
      />,
    ),
  );
const pageDeLaDeclaration = async (id: string): Promise<string> =>
  simple(
    rendrePage(
      <PageDeDeclaration
        contexte={contexte}
        vue={await fixture.executeur.lire(fixture.directrice, (unite) => vueDeDeclaration(unite, id))}
      />,
    ),
  );
const actionsLues = (sections: readonly SectionLue[] = []): string | undefined =>
  sections.flatMap(({ lignes }) => lignes).find(({ chemin }) => chemin === 'missions.actionsInformation')
    ?.valeur;
const saisie = (nombre: number) => ({ 'missions.actionsInformation': String(nombre) });
const commun = (declaration: string) =>
  fixture.executeur.executer(agent(), prendreEnTraitement, { declaration });
const brouillon = async (declaration: string, nombre: number) => {
  const [{ version } = { version: 0 }] = await fixture.sql<{ version: number }>(
    'select version_activite as version from declaration where id = $1',
    [declaration],
  );
  await fixture.executeur.executer(fixture.directrice, enregistrerActivite, {
    declaration,
    version,
    donnees: activite(fixture, saisie(nombre)),
  });
};

type Etat = 'saisie' | 'a-approuver' | 'transmise' | 'en-traitement' | 'traitee';
interface Modele {
  etat: Etat;
  brouillon: number;
  readonly transmises: number[];
}
type Acte = (declaration: string, modele: Modele, nombre: number) => Promise<void>;
const retour: Acte = async (declaration, modele) => {
  await fixture.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' });
  modele.etat = 'saisie';
};
/** What may be done in each state. */
const ACTES: Readonly<Record<Etat, readonly Acte[]>> = {
  saisie: [
    async (declaration, modele, nombre) => {
      await brouillon(declaration, nombre);
      modele.brouillon = nombre;
    },
    async (declaration, modele, nombre) => {
      await saisirEtTerminer(fixture, declaration, saisie(nombre));
      Object.assign(modele, { brouillon: nombre, etat: 'a-approuver' });
    },
  ],
  'a-approuver': [
    async (declaration, modele) => {
      await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
      modele.transmises.push(modele.brouillon);
      modele.etat = 'transmise';
    },
    async (declaration, modele) => {
      await fixture.executeur.executer(fixture.approbateur, renvoyer, { declaration, motif: 'À revoir' });
      modele.etat = 'saisie';
    },
  ],
  transmise: [
    async (declaration, modele) => {
      await commun(declaration);
      modele.etat = 'en-traitement';
    },
    retour,
  ],
  'en-traitement': [
    retour,
    async (declaration, modele) => {
      await fixture.executeur.executer(agent(), traiter, { declaration, observation: '' });
      modele.etat = 'traitee';
    },
  ],
  traitee: [],
};

describe('a receipt', () => {
  it('shows what was transmitted under its number, and the last one without a number, whatever was done since; so does the Caf’s file', {
    timeout: 60_000,
  }, async () => {
    const suites = fc.sample(
      fc.array(fc.record({ choix: fc.nat({ max: 1 }), nombre: fc.integer({ min: 1, max: 99 }) }), {
        minLength: 5,
        maxLength: 7,
      }),
      { numRuns: 2, seed: 11 },
    );
    for (const suite of suites) {
      await vider(fixture);
      const declaration = await commencer(fixture);
      const modele: Modele = { etat: 'saisie', brouillon: 0, transmises: [] };
      // Two transmissions at least, the second after an edit: what the fault was about.
      for (const { choix, nombre } of [
        { choix: 1, nombre: 40 },
        { choix: 0, nombre: 0 },
        { choix: 1, nombre: 0 },
        { choix: 0, nombre: 7 },
        ...suite,
      ]) {
        const acte = ACTES[modele.etat][choix];
        if (!acte) break;
        await acte(declaration, modele, nombre);
        for (const [rang, transmis] of modele.transmises.entries()) {
          const recepisse = await lire(declaration, rang + 1);
          expect([
            actionsLues(recepisse?.sections),
            recepisse?.transmission.numero,
            recepisse?.intacte,
          ]).toEqual([String(transmis), rang + 1, true]);
        }
        const derniere = await lire(declaration);
        expect(derniere && actionsLues(derniere.sections)).toBe(
          modele.transmises.length === 0 ? null : String(modele.transmises.at(-1)),
        );
        expect(derniere?.toutes.length ?? 0).toBe(modele.transmises.length);
        const caf = await fixture.executeur.lire(agent(), (unite) =>
          dossierDeDeclaration(unite, declaration),
        );
        expect(actionsLues(caf.sections)).toBe(String(modele.transmises.at(-1) ?? modele.brouillon));
      }
    }
  });

  it('is there for each transmission on the page of the declaration, returned, edited again or treated, with its day and its author', async () => {
    const declaration = await remplir(fixture, saisie(40));
    expect(await pageDeLaDeclaration(declaration)).not.toContain('recepisse/');
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    await fixture.executeur.executer(agent(), retourner, { declaration, motif: 'À revoir' });
    expect(await pageDeLaDeclaration(declaration)).toMatch(
      /Récépissé de la transmission n° 1<\/a>, le 02\/03\/2026 à \d\d h \d\d, par Chantal DGS/,
    );
    await brouillon(declaration, 12);
    expect(await pageDeLaDeclaration(declaration)).toContain('recepisse/1');
    expect(pageDuRecepisse(await lire(declaration))).toContain(
      'Ce récépissé montre ce qui a été transmis, pas la saisie en cours.',
    );
    await saisirEtTerminer(fixture, declaration, saisie(13));
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    expect(pageDuRecepisse(await lire(declaration, 1))).toMatch(
      /Une transmission plus récente la remplace : <a href="[^"]+\/recepisse\/2"/,
    );
    await commun(declaration);
    await fixture.executeur.executer(agent(), traiter, { declaration, observation: '' });
    for (const page of [await pageDeLaDeclaration(declaration), pageDuRecepisse(await lire(declaration, 2))])
      for (const numero of [1, 2]) expect(page).toContain(`ransmission n° ${numero}`);
    expect(await lire(declaration, 3)).toBeNull();
  });

  it('says at its head that it is no longer what was signed, to the partner and to the Caf', async () => {
    const declaration = await remplir(fixture, saisie(40));
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    expect(pageDuRecepisse(await lire(declaration))).toContain('Empreinte, vérifiée à l’instant');
    await fixture.sql('alter table transmission disable trigger immuable');
    await fixture.sql(
      `update transmission set donnees = jsonb_set(donnees, '{activite,missions,actionsInformation}', '41')`,
    );
    await fixture.sql('alter table transmission enable trigger immuable');
    const lu = await lire(declaration);
    expect(lu?.intacte).toBe(false);
    const page = pageDuRecepisse(lu);
    expect(page).toContain('La transmission n° 1 ne correspond plus à son empreinte');
    expect(page).not.toContain('vérifiée à l’instant');
    expect(await pageDeLaDeclaration(declaration)).toContain(
      'La transmission n° 1 ne correspond plus à son empreinte',
    );
    const { transmissions } = await fixture.executeur.lire(agent(), (unite) =>
      dossierDeDeclaration(unite, declaration),
    );
    expect(transmissions.map(({ intacte }) => intacte)).toEqual([false]);
  });

  it('keeps the reserve and the estimate of its day, though the Ca decided since', async () => {
    const declaration = await remplir(fixture, fermeture('2025-03-01', '2025-07-01'));
    await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    const avant = pageDuRecepisse(await lire(declaration));
    await fixture.sql('update declaration set estimation = 1, sous_reserve = false');
    expect(pageDuRecepisse(await lire(declaration))).toBe(avant);
    expect(avant).toContain('18 060,00 € (sous réserve)');
  });
});
