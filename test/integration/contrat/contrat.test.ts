import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modifierModeleContrat } from '#src/domain/territoire/caf/modele-contrat.ts';
import {
  activerContrat,
  ajouterInterlocuteur,
  creerContrat,
  modifierContrat,
  modifierInterlocuteur,
  retirerInterlocuteur,
  rouvrirContrat,
  signerContrat,
} from '#src/domain/contractualisation/contrat/commandes.ts';
import {
  Interlocuteur,
  type ContratService,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { creerConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { RefusParRegle } from '#src/kernel/refus.ts';
import { agent } from '#test/support/acteurs.ts';
import { contratsDeTest, SIRENS, type Contrats } from '#test/support/contrats.ts';

let contrats: Contrats;
let convention: Convention;
beforeAll(async () => {
  contrats = await contratsDeTest();
  const partenaire = await contrats.partenaire();
  await contrats.formulaireEligible(partenaire.id);
  convention = await contrats.faire(creerConvention, { partenaire: partenaire.id, du: '2019-03-04' });
});
afterAll(() => contrats.fermer());

const interlocuteurs = (contratId: string) =>
  contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
    em.find(Interlocuteur, { contrat: contratId }, { orderBy: { cote: 'asc', fonction: 'asc' } }),
  );

describe('a contrat de service', () => {
  let contrat: ContratService;
  const texte = () => ({
    contrat: contrat.id,
    version: contrat.version,
    fonctionnementCentre: 'Un guichet',
    horaires: '9 h – 17 h',
    escaladeCaf: 'A',
    escaladePartenaire: 'B',
    servicesAutorises: 'AFAS',
  });

  it('the Caf’s defaults are refused when a contact is incomplete', async () => {
    const refus = await contrats.refus(modifierModeleContrat, {
      administrateurNom: 'Petit',
      administrateurPrenom: 'Jo',
    });
    expect(Object.keys(refus.champs)).toEqual(['administrateurCourriel']);
  });

  it('is drafted from the Caf’s defaults, the people of the form and the services asked for', async () => {
    await contrats.faire(modifierModeleContrat, {
      fonctionnementCentre: 'Un guichet',
      horaires: '9 h – 17 h',
      escaladeCaf: 'Le responsable, puis la direction.',
      administrateurNom: 'Petit',
      administrateurPrenom: 'Jo',
      administrateurCourriel: 'jo.petit@caf.exemple.fr',
      responsableMcpNom: 'Roy',
      responsableMcpPrenom: 'Max',
      responsableMcpCourriel: 'max.roy@caf.exemple.fr',
    });
    contrat = await contrats.faire(creerContrat, { convention: convention.id });
    expect(contrat).toMatchObject({
      horaires: '9 h – 17 h',
      escaladeCaf: 'Le responsable, puis la direction.',
      servicesAutorises: ['AFAS', 'CDAP'],
      etat: 'brouillon',
    });
    expect(
      (await interlocuteurs(contrat.id)).map(({ cote, fonction, nom }) => `${cote} ${fonction} ${nom}`),
    ).toEqual([
      'caf administrateur Petit',
      'caf responsable-mcp Roy',
      'partenaire administrateur Baillet',
      'partenaire referent-cnil Moreau',
      'partenaire responsable-securite Leroy',
    ]);
    expect((await contrats.refus(creerContrat, { convention: convention.id })).name).toBe('ContratEnCours');
  });

  it('the Caf’s defaults of one Caf are not another’s', async () => {
    const voisine = agent('891', 2);
    await contrats.faire(modifierModeleContrat, { horaires: 'autres' }, voisine);
    const [loiret] = await contrats.executeur.lire(agent(), ({ em }) =>
      em.execute<{ horaires: string }[]>(
        "select modele_contrat->>'horaires' as horaires from caf where id = '451'",
      ),
    );
    expect(loiret?.horaires).toBe('9 h – 17 h');
  });

  it('names contacts on both sides, « autre » with what it is for, and the responsable Mon Compte Partenaire at the Caf only', async () => {
    const contact = {
      contrat: contrat.id,
      cote: 'partenaire',
      fonction: 'autre',
      nom: 'Blanc',
      prenom: 'Zoé',
      courriel: 'zoe@exemple.fr',
    };
    expect((await contrats.refus(ajouterInterlocuteur, contact)).name).toBe('PrecisionRequise');
    expect(
      (await contrats.refus(ajouterInterlocuteur, { ...contact, fonction: 'responsable-mcp' })).name,
    ).toBe('FonctionHorsCote');
    const ajoute = await contrats.faire(ajouterInterlocuteur, { ...contact, precision: 'Astreinte' });
    const { contrat: _contrat, ...sansContrat } = contact;
    const modifie = await contrats.faire(modifierInterlocuteur, {
      ...sansContrat,
      interlocuteur: ajoute.id,
      version: ajoute.version,
      precision: 'Astreinte de nuit',
    });
    expect(modifie.precision).toBe('Astreinte de nuit');
    expect(
      (await contrats.refus(retirerInterlocuteur, { interlocuteur: ajoute.id, version: ajoute.version }))
        .name,
    ).toBe('VersionPerimee');
    await contrats.faire(retirerInterlocuteur, { interlocuteur: ajoute.id, version: modifie.version });
    expect(await interlocuteurs(contrat.id)).toHaveLength(5);
  });

  it('lists services that exist only', async () => {
    expect(
      (await contrats.refus(modifierContrat, { ...texte(), servicesAutorises: ['AFAS', 'XYZ'] })).champs[
        'servicesAutorises'
      ],
    ).toBeDefined();
    contrat = await contrats.faire(modifierContrat, texte());
    expect(contrat.servicesAutorises).toEqual(['AFAS']);
  });

  it('once signed by a side changes no more, unless its signatures are taken back', async () => {
    contrat = await contrats.faire(signerContrat, {
      contrat: contrat.id,
      version: contrat.version,
      cote: 'caf',
      par: 'La directrice',
      le: '2019-03-01',
    });
    expect((await contrats.refus(modifierContrat, texte())).name).toBe('ContratDejaSigne');
    contrat = await contrats.faire(rouvrirContrat, {
      contrat: contrat.id,
      version: contrat.version,
      motif: 'Horaires faux',
    });
    contrat = await contrats.faire(modifierContrat, texte());
  });

  it('does not become active while the rule file finds it incomplete; each finding points at a field', async () => {
    const refus = await contrats.refus(activerContrat, { contrat: contrat.id, version: contrat.version });
    expect(refus.name).toBe('DocumentsIncomplets');
    expect((refus as RefusParRegle).constats.map(({ issue }) => issue)).toEqual([
      'INTERLOCUTEUR_MANQUANT',
      'SIGNATURE_MANQUANTE',
      'SIGNATURE_MANQUANTE',
    ]);
    expect(Object.keys(refus.champs).sort()).toEqual([
      'interlocuteurs',
      'signatureCaf',
      'signaturePartenaire',
    ]);
  });

  it('a further one may follow under the same convention, active on its own signatures', async () => {
    const partenaire = await contrats.partenaire(SIRENS[1]);
    await contrats.formulaireEligible(partenaire.id);
    const active = await contrats.conventionActive(partenaire.id);
    let second = await contrats.faire(creerContrat, { convention: active.id });
    for (const fonction of ['responsable-securite', 'referent-cnil']) {
      await contrats.faire(ajouterInterlocuteur, {
        contrat: second.id,
        cote: 'caf',
        fonction,
        nom: 'N',
        prenom: 'P',
        courriel: 'n@caf.exemple.fr',
      });
    }
    second = await contrats.faire(modifierContrat, {
      ...texte(),
      contrat: second.id,
      version: second.version,
    });
    for (const cote of ['caf', 'partenaire'])
      second = await contrats.faire(signerContrat, {
        contrat: second.id,
        version: second.version,
        cote,
        par: 'S',
        le: '2019-03-04',
      });
    const encore = { contrat: second.id, version: second.version, cote: 'caf', par: 'S', le: '2019-03-04' };
    expect((await contrats.refus(signerContrat, encore)).name).toBe('DeuxSignatures');
    expect((await contrats.faire(activerContrat, { contrat: second.id, version: second.version })).etat).toBe(
      'actif',
    );
  });
});
