import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTES_DU_PARTENAIRE } from '#src/domain/contractualisation/echeance/echeance.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { planterUneDeclaration, type DeclarationFixture } from '../declaration/fixture.ts';
import { registreOu, registreSans, tenter } from './actes.ts';
import { aLaCaf, MINUITS } from './minuits.ts';

let fixture: DeclarationFixture;
let registre: RegistreVivant;
beforeAll(async () => {
  registre = await registreDesFichiers();
  fixture = await planterUneDeclaration(registre);
});
afterAll(() => fixture.fermer());

/** What opens a right: all closed together. */
const CLOS = {
  'creer-utilisateur': 'ActeFermeParLaConvention',
  inviter: 'ActeFermeParLaConvention',
  deleguer: 'ActeFermeParLaConvention',
  valider: 'ActeFermeParLaConvention',
} as const;
/**
 * What each document closes from the first day it no longer covers: the tables of the rule file, and of the
 * rights for a habilitation.
 */
const FERMETURES = {
  'an expired convention': {
    consulter: null,
    saisir: null,
    commencer: null,
    attribuer: 'RoleNonOuvert',
    transmettre: 'TransmissionRefusee',
    ...CLOS,
  },
  'a bulletin that ended': {
    consulter: null,
    saisir: null,
    commencer: 'ActeFermeParLaConvention',
    attribuer: 'RoleNonOuvert',
    transmettre: 'TransmissionRefusee',
    'creer-utilisateur': null,
    inviter: null,
    deleguer: null,
    valider: 'ActeFermeParLaConvention',
  },
  'a convention ended for good': {
    consulter: null,
    saisir: 'ActeFermeParLaConvention',
    commencer: 'ActeFermeParLaConvention',
    attribuer: 'RoleNonOuvert',
    transmettre: 'TransmissionRefusee',
    ...CLOS,
  },
  'a habilitation that ended': {
    consulter: null,
    saisir: 'DroitRequis',
    commencer: 'DroitRequis',
    attribuer: null,
    transmettre: 'DroitRequis',
    'creer-utilisateur': null,
    inviter: null,
    deleguer: null,
    valider: 'PasEnAttente',
  },
} as const;
/** Ends a document on 3 March 2026, everything else being open. */
const FINS: Readonly<Record<keyof typeof FERMETURES, readonly string[]>> = {
  'an expired convention': [
    "update convention set au = '2026-03-03' where caf_id = '451'",
    "update bulletin_adhesion set au = '2026-03-03' where caf_id = '451'",
  ],
  'a bulletin that ended': ["update bulletin_adhesion set au = '2026-03-03' where caf_id = '451'"],
  'a convention ended for good': [
    "update convention set etat = 'resiliee', resiliee_le = '2026-03-03' where caf_id = '451'",
  ],
  'a habilitation that ended': [
    "update habilitation set au = '2026-03-03' where partenaire_id in (select id from partenaire where caf_id = '451') and du < '2026-03-03'",
  ],
};
async function toutOuvrir(): Promise<void> {
  await fixture.sql(
    "update convention set etat = 'active', resiliee_le = null, au = '2027-01-01' where caf_id = '451'",
  );
  await fixture.sql(
    `update bulletin_adhesion set portee = 'locale', roles = '["FOURNISSEUR_ACTIVITE","FOURNISSEUR_FINANCIER","APPROBATEUR","CONSULTANT"]', au = '2027-01-01' where caf_id = '451'`,
  );
  await fixture.sql("update bulletin_adhesion set portee = 'locale' where caf_id <> '451'");
  await fixture.sql('update habilitation set au = null, decision_id = null');
}

describe.each(MINUITS.map(([fuseau, veille, jour]) => ({ fuseau, veille, jour })))(
  'each act of a partner at midnight, $fuseau',
  ({ fuseau, veille, jour }) => {
    it.each(Object.keys(FERMETURES) as (keyof typeof FERMETURES)[])(
      'is closed by %s as the tables say, and open the minute before',
      async (document) => {
        await aLaCaf(fixture, fuseau);
        const constates: Record<string, (string | null)[]> = {};
        for (const acte of ACTES_DU_PARTENAIRE) {
          const a = async (instant: string) => {
            await toutOuvrir();
            return tenter(fixture, acte, {
              prepare: veille,
              instant,
              registre,
              avant: async () => {
                for (const fin of FINS[document]) await fixture.sql(fin);
              },
            });
          };
          constates[acte] = [await a(veille), await a(jour)];
        }
        await toutOuvrir();
        expect(constates).toEqual(
          Object.fromEntries(
            Object.entries(FERMETURES[document]).map(([acte, refus]) => [acte, [null, refus]]),
          ),
        );
      },
    );
  },
);

describe('a policy analyst who answers otherwise', () => {
  it('opens and closes each act under an expired convention by a parameter of the rule file alone', async () => {
    const autre = await registreOu({
      consultationApresEcheance: 'suspendue',
      saisieApresEcheance: 'suspendue',
      commencementApresEcheance: 'suspendue',
      attributionApresEcheance: 'permise',
      transmissionApresEcheance: 'permise',
      creationApresEcheance: 'permise',
      invitationApresEcheance: 'permise',
      delegationApresEcheance: 'permise',
      validationApresEcheance: 'permise',
    });
    const executeur = creerExecuteur({
      orm: fixture.orm,
      registre: autre,
      horloge: fixture.horloge,
      urlPublique: 'http://127.0.0.1:3000',
    });
    await aLaCaf(fixture, 'Europe/Paris');
    const constates: Record<string, string | null> = {};
    for (const acte of ACTES_DU_PARTENAIRE) {
      await toutOuvrir();
      constates[acte] = await tenter(fixture, acte, {
        prepare: '2026-03-02',
        instant: '2026-03-03',
        registre: autre,
        executeur,
        avant: async () => {
          for (const fin of FINS['an expired convention']) await fixture.sql(fin);
        },
      });
    }
    await toutOuvrir();
    expect(constates).toEqual({
      consulter: 'ActeFermeParLaConvention',
      saisir: 'ActeFermeParLaConvention',
      commencer: 'ActeFermeParLaConvention',
      attribuer: null,
      transmettre: null,
      'creer-utilisateur': null,
      inviter: null,
      deleguer: null,
      valider: null,
    });
  });
});

describe('a base that has not published the version that knows of users, mandates and validation', () => {
  it('leaves these acts as they were, even under a convention ended for good', async () => {
    const ancien = await registreSans('echeance 3.0.0');
    const executeur = creerExecuteur({
      orm: fixture.orm,
      registre: ancien,
      horloge: fixture.horloge,
      urlPublique: 'http://127.0.0.1:3000',
    });
    await aLaCaf(fixture, 'Europe/Paris');
    const constates: Record<string, string | null> = {};
    for (const acte of ['creer-utilisateur', 'inviter', 'deleguer', 'valider', 'saisir'] as const) {
      await toutOuvrir();
      constates[acte] = await tenter(fixture, acte, {
        prepare: '2026-03-02',
        instant: '2026-03-03',
        registre: ancien,
        executeur,
        avant: async () => {
          for (const fin of FINS['a convention ended for good']) await fixture.sql(fin);
        },
      });
    }
    await toutOuvrir();
    expect(constates).toEqual({
      'creer-utilisateur': null,
      inviter: null,
      deleguer: null,
      valider: null,
      saisir: 'ActeFermeParLaConvention',
    });
  });
});
