import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transmettre } from '#src/domain/declaration/commandes.ts';
import type { DecisionDEtape } from '#src/domain/declaration/chaine/resultats.ts';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { compterLesJugements, type CasJuge } from '#test/support/appels-du-registre.ts';
import { champsDeFormulaire, Internaute } from '#test/support/internaute.ts';
import { MOT_DE_PASSE } from '#test/browser/portal/espace-partenaire.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { commencer, planterUneDeclaration, remplir, vider, type DeclarationFixture } from './fixture.ts';
import { planterDeuxSurUnVolet, type DeuxSurUnVolet } from './deux-sur-un-volet.ts';

let fixture: DeclarationFixture;
let releves: () => CasJuge[];
beforeAll(async () => {
  const compte = compterLesJugements(await registreDesFichiers());
  ({ releves } = compte);
  fixture = await planterUneDeclaration(compte.registre);
});
afterAll(() => fixture.fermer());
beforeEach(() => vider(fixture));

const page = async (qui: DeclarationFixture['approbateur'], declaration: string) => {
  releves();
  const vue = await fixture.executeur.lire(qui, (unite) => vueDeDeclaration(unite, declaration));
  return { vue, juges: releves() };
};
const jeux = (decisions: readonly DecisionDEtape[]): string[] => decisions.map(({ demande }) => demande.jeu);
const noms = (juges: readonly CasJuge[]): string[] => juges.map(({ jeu }) => jeu);
const distincts = (juges: readonly CasJuge[]): number =>
  new Set(juges.map((cas) => JSON.stringify(cas))).size;

describe('a volet sent without JavaScript', () => {
  let espace: DeuxSurUnVolet;
  let depuis: () => CasJuge[];
  let mona: Internaute;
  beforeAll(async () => {
    const compte = compterLesJugements(await registreDesFichiers());
    depuis = compte.releves;
    espace = await planterDeuxSurUnVolet(compte.registre);
    mona = await new Internaute(espace.url).seConnecter(await espace.ouvrirCompte(espace.mona), MOT_DE_PASSE);
  });
  afterAll(() => espace.fermer());

  const envoyer = async (action: string) => {
    const volet = await espace.commencer();
    const champs = champsDeFormulaire((await mona.lire(volet)).texte);
    depuis();
    const { statut } = await mona.envoyer(volet, { ...champs, 'ouverture.moisFermesConges': '1', action });
    return { statut, juges: new Set(noms(depuis())) };
  };

  it('is saved without judging the declaration: the convention alone is asked', async () => {
    expect(await envoyer('enregistrer')).toEqual({ statut: 303, juges: new Set(['echeance']) });
  });
});

describe('one request judges a declaration once', () => {
  it('when it is transmitted: the rules decide what is recorded, and nothing else', async () => {
    const declaration = await remplir(fixture);
    releves();
    const { decisions } = await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration });
    const juges = releves();
    expect(decisions).toHaveLength(12);
    expect(juges).toHaveLength(decisions.length);
    const prises = await fixture.sql<{ jeu: string }>('select jeu from decision where id::text = any($1)', [
      decisions,
    ]);
    expect(noms(juges).sort()).toEqual(prises.map(({ jeu }) => jeu).sort());
  });

  it('on the approbateur’s page, where « Transmettre » is offered by the judgement that is shown', async () => {
    const { vue, juges } = await page(fixture.approbateur, await remplir(fixture));
    expect(vue.actes.map(({ nom, pourquoi }) => [nom, pourquoi])).toEqual([
      ['renvoyer', null],
      ['transmettre', null],
    ]);
    // Beside the analysis: whether the convention lets one type (asked in two words), and the links of the year.
    expect(noms(juges).sort()).toEqual(
      [...jeux(vue.analyse.decisions), 'echeance', 'echeance', 'liens-annuels'].sort(),
    );
    expect(distincts(juges)).toBe(juges.length);
  });

  it('on a fournisseur’s page, which tells what each volet still asks for', async () => {
    const { vue, juges } = await page(fixture.directrice, await commencer(fixture));
    expect(vue.volets.map(({ aRemplir }) => aRemplir > 0)).toEqual([true, true]);
    expect(noms(juges).sort()).toEqual(
      [...jeux(vue.analyse.decisions), 'echeance', 'echeance', 'liens-annuels'].sort(),
    );
    expect(distincts(juges)).toBe(juges.length);
  });
});
