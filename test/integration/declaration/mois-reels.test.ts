import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { creerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { commencerDeclaration, prendreEnTraitement, transmettre } from '#src/domain/declaration/commandes.ts';
import { chargerDeclaration } from '#src/domain/declaration/charger.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import type { Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import { TransmissionRefusee } from '#src/domain/declaration/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { planterUneDeclaration, saisirEtTerminer, vider, type DeclarationFixture } from './fixture.ts';

/** The Ram's form, one step of which gives a fact that no version of its rule file declares yet. */
async function formulaireEnAvance(): Promise<object> {
  const definition = (await registreDesFichiers()).formulaire('RAM', '2026-12-31')?.definition as {
    readonly enchainement: readonly { readonly id: string; readonly faits: object }[];
  };
  return {
    ...definition,
    version: '9.0.0',
    enchainement: definition.enchainement.map((etape) =>
      etape.id === 'missions' ? { ...etape, faits: { ...etape.faits, venuPlusTard: "'oui'" } } : etape,
    ),
  };
}

let fixture: DeclarationFixture;
beforeAll(async () => {
  fixture = await planterUneDeclaration(await registreDesFichiers([await formulaireEnAvance()]));
  const ouvrir = (perennite: string, ouvreLe: string, fermeLe: string, motif = '') =>
    fixture.executeur.executer(agent(), creerCampagne, {
      typeEquipement: 'RAM',
      exercice: '2026',
      perennite,
      ouvreLe,
      fermeLe,
      motif,
    });
  await ouvrir('actualisee', '2026-09-16', '2026-10-16');
  await ouvrir('reelle', '2026-09-01', '2027-04-01', 'Le Ram ferme définitivement cet automne');
});
afterEach(() => vider(fixture));
afterAll(() => fixture.fermer());

const ANNEE = { 'ouverture.debut': '2026-01-01', 'ouverture.fin': '2026-12-31' };
const ACTUALISEE = {
  ...ANNEE,
  'missions.actionsInformation': undefined,
  'missions.actionsInformation.reel': '30',
  'missions.actionsInformation.prevu': '10',
  'missions.actionsEchanges': undefined,
  'missions.actionsEchanges.reel': '9',
  'missions.actionsEchanges.prevu': '3',
};
const FINANCES_ACTUALISEES = {
  'charges.c60': undefined,
  'charges.c64': undefined,
  'produits.c74': undefined,
  'charges.c64.reel': '30 000',
  'charges.c64.prevu': '12 000',
  'produits.c74.reel': '30 000',
  'produits.c74.prevu': '12 000',
};

async function remplir(perennite: 'actualisee' | 'reelle', jour: string): Promise<string> {
  fixture.horloge.regler(jour);
  const { id } = await fixture.executeur.executer(fixture.directrice, commencerDeclaration, {
    conventionnement: fixture.conventionnementId,
    exercice: '2026',
    perennite,
  });
  await (perennite === 'actualisee'
    ? saisirEtTerminer(fixture, id, ACTUALISEE, FINANCES_ACTUALISEES)
    : saisirEtTerminer(fixture, id, ANNEE));
  return id;
}

async function signer(declaration: string): Promise<void> {
  const { version } = await fixture.executeur.lire(fixture.approbateur, ({ em }) =>
    em.findOneOrFail(Declaration, { id: declaration }),
  );
  await fixture.executeur.executer(fixture.approbateur, transmettre, { declaration, version });
}

const aLaSaisie = (id: string): Promise<Analyse> =>
  fixture.executeur.lire(fixture.directrice, async (unite) =>
    analyser(
      await dossierDuBrouillon(unite, await chargerDeclaration(unite, id)),
      'saisie',
      sansTrace(unite.registre),
      () => [],
    ),
  );
const instruite = (id: string): Promise<Analyse> =>
  fixture.executeur.lire(
    agent(),
    async (unite) => (await instruire(unite, await chargerDeclaration(unite, id))).analyse,
  );
const moisReels = ({ controles }: Analyse) => controles.filter(({ etape }) => etape === 'mois-reels');

describe('an actualised declaration', () => {
  it('is transmitted before 30 September, the month not over marked « à confirmer » for the partner and for the Caf', async () => {
    const id = await remplir('actualisee', '2026-09-30');
    const attendu = {
      issue: 'MOIS_A_CONFIRMER',
      gravite: 'avertissement',
      message: expect.stringContaining(
        'du 1er septembre 2026 au 30 septembre 2026 est à confirmer',
      ) as unknown,
    };
    expect(moisReels(await aLaSaisie(id))).toMatchObject([attendu]);
    await signer(id);
    fixture.horloge.regler('2026-11-02');
    expect(moisReels(await instruite(id))).toMatchObject([attendu]);
  });

  it('has nothing to confirm from 1 October on', async () => {
    const id = await remplir('actualisee', '2026-10-01');
    await signer(id);
    expect(moisReels(await instruite(id))).toEqual([]);
  });
});

describe('an actual declaration', () => {
  it('may be drafted and finished before its year is over, and says at entry that it cannot be transmitted yet; from 1 January it can', async () => {
    const id = await remplir('reelle', '2026-11-30');
    expect(moisReels(await aLaSaisie(id))).toMatchObject([
      { issue: 'REEL_AVANT_TERME', gravite: 'bloquant' },
    ]);
    await expect(signer(id)).rejects.toThrow(TransmissionRefusee);
    await expect(signer(id)).rejects.toThrow('ne se transmettent pas avant le 1er janvier 2027');
  });
});

describe('a form ahead of its rule files', () => {
  it('goes on: the fact that the version in force does not know is left out, and its decisions of record are found again', async () => {
    const id = await remplir('actualisee', '2026-10-01');
    await signer(id);
    const { version } = await fixture.executeur.lire(agent(), ({ em }) =>
      em.findOneOrFail(Declaration, { id }),
    );
    await fixture.executeur.executer(agent(), prendreEnTraitement, { declaration: id, version });
    const { decisions } = await instruite(id);
    expect(decisions.find(({ demande }) => demande.jeu === 'missions')?.demande.faits).toMatchObject({
      venuPlusTard: 'oui',
    });
    expect(decisions.find(({ demande }) => demande.jeu === 'missions')?.decision?.faits).not.toHaveProperty(
      'venuPlusTard',
    );
    for (const { demande, decision } of decisions)
      expect([demande.jeu, decision?.id]).toEqual([demande.jeu, expect.any(String)]);
  });
});
