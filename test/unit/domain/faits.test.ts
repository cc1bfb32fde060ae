import { beforeAll, describe, expect, it } from 'vitest';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import {
  faitsDuContrat,
  fonctionsAttendues,
  fonctionsManquantes,
  type FonctionsAttendues,
} from '#src/domain/contractualisation/contrat/faits.ts';
import { faitsDEligibilite } from '#src/domain/contractualisation/eligibilite/faits.ts';
import { faitsDEtp, nombreDePostes } from '#src/domain/equipement/faits.ts';

describe('what an eligibility form tells the rules', () => {
  const formulaire = {
    representantNom: 'Durand',
    representantPrenom: 'Alix',
    representantFonction: 'Maire',
    missionGenerale: 'Accueil',
    gestionDelegueeAcceptee: true,
    administrateurNom: 'Baillet',
    administrateurPrenom: 'Chantal',
    administrateurCourriel: 'c@exemple.fr',
    servicesDemandes: ['AFAS'],
  };
  const organisme = {
    siren: '732829320',
    raisonSociale: 'COMMUNE',
    adresse: '1 place',
    codePostal: '45250',
    communeCode: '45053',
  };
  const complet = {
    identiteComplete: true,
    representantDesigne: true,
    missionDecrite: true,
    gestionDelegueeAcceptee: true,
    administrateurDesigne: true,
    servicesDemandes: 1,
  };

  it('is all there when everything is filled in', () => {
    expect(faitsDEligibilite(formulaire, organisme)).toEqual(complet);
  });
  it.each([
    [{ representantFonction: null }, 'representantDesigne'],
    [{ missionGenerale: '  ' }, 'missionDecrite'],
    [{ administrateurCourriel: '' }, 'administrateurDesigne'],
  ])('%j makes one fact false', (changement, fait) => {
    expect(faitsDEligibilite({ ...formulaire, ...changement }, organisme)).toEqual({
      ...complet,
      [fait]: false,
    });
  });
  it('an organisation without an address has no complete identity', () => {
    expect(faitsDEligibilite(formulaire, { ...organisme, adresse: null })).toEqual({
      ...complet,
      identiteComplete: false,
    });
  });
});

describe('what a contract tells the rules', () => {
  const contrat = {
    horaires: '9 h',
    escaladeCaf: 'a',
    escaladePartenaire: 'b',
    servicesAutorises: ['AFAS'],
    signeCafLe: '2019-01-01',
    signePartenaireLe: '2019-01-01',
  };
  const convention = { signeeCafLe: '2019-01-01', signeePartenaireLe: '2019-01-01' };
  const contacts = [
    ...(['administrateur', 'responsable-mcp', 'responsable-securite', 'referent-cnil'] as const).map(
      (fonction) => ({ cote: 'caf' as const, fonction }),
    ),
    ...(['administrateur', 'responsable-securite', 'referent-cnil'] as const).map((fonction) => ({
      cote: 'partenaire' as const,
      fonction,
    })),
  ];

  let attendues: FonctionsAttendues;
  beforeAll(async () => {
    attendues = fonctionsAttendues(await registreDesFichiers(), '2026-12-01');
  });

  it('the contacts expected on each side are those of the source', () => {
    expect(fonctionsManquantes(attendues, 'caf', [])).toEqual([
      'administrateur',
      'responsable-mcp',
      'responsable-securite',
      'referent-cnil',
    ]);
    expect(fonctionsManquantes(attendues, 'partenaire', [])).toEqual([
      'administrateur',
      'responsable-securite',
      'referent-cnil',
    ]);
    expect(
      fonctionsManquantes(
        attendues,
        'caf',
        contacts.filter(({ cote }) => cote === 'partenaire'),
      ),
    ).toHaveLength(4);
    expect(faitsDuContrat(contrat, contacts, convention, attendues)).toMatchObject({
      interlocuteursCafComplets: true,
      interlocuteursPartenaireComplets: true,
    });
  });
  it('a side has signed when it has signed both documents', () => {
    expect(faitsDuContrat(contrat, contacts, convention, attendues)).toMatchObject({
      signatureCaf: true,
      signaturePartenaire: true,
    });
    expect(faitsDuContrat(contrat, contacts, { ...convention, signeeCafLe: null }, attendues)).toMatchObject({
      signatureCaf: false,
      signaturePartenaire: true,
    });
    expect(
      faitsDuContrat({ ...contrat, signePartenaireLe: null }, contacts, convention, attendues),
    ).toMatchObject({
      signatureCaf: true,
      signaturePartenaire: false,
    });
  });
  it('the escalation is described on both sides or not at all', () => {
    expect(
      faitsDuContrat({ ...contrat, escaladePartenaire: ' ' }, contacts, convention, attendues),
    ).toMatchObject({
      escaladeDecrite: false,
      horairesDecrits: true,
    });
  });
});

describe('the work contracts a conventionnement rests on', () => {
  const PERIODE = { du: '2024-01-01', au: '2028-01-01' };
  const contrat = (
    id: string,
    etpContrat: string,
    du: string,
    au: string | null = null,
    succedeA: string | null = null,
  ) => ({ id, etpContrat, du, au, succedeA: succedeA === null ? null : { id: succedeA } });
  const total = (...contrats: ReturnType<typeof contrat>[]) =>
    faitsDEtp(contrats, PERIODE, '0.3')['etpContratTotal'];

  it('add up exactly when they are held side by side', () => {
    expect(
      faitsDEtp([contrat('a', '0.1', '2020-01-01'), contrat('b', '0.2', '2020-01-01')], PERIODE, '0.3'),
    ).toMatchObject({ etpContratTotal: '0.3', etpValideCa: '0.3' });
  });
  it('do not add up when one ends before the other begins, recorded as a succession or not', () => {
    expect(total(contrat('a', '1', '2020-01-01', '2025-01-01'), contrat('b', '0.8', '2025-01-01'))).toBe('1');
  });
  it('count a post once while whoever leaves and whoever comes are both there, at the greater of the two', () => {
    const partant = contrat('a', '0.8', '2020-01-01', '2025-03-01');
    expect(total(partant, contrat('b', '1', '2025-02-01'))).toBe('1.8');
    expect(total(partant, contrat('b', '1', '2025-02-01', null, 'a'))).toBe('1');
    expect(
      total(
        partant,
        contrat('b', '1', '2025-02-01', '2025-02-15', 'a'),
        contrat('c', '0.5', '2025-02-10', null, 'b'),
        contrat('d', '0.4', '2020-01-01'),
      ),
    ).toBe('1.4');
  });
  it('leave out whoever is there before or after the period only', () => {
    expect(total(contrat('a', '1', '2020-01-01', '2024-01-01'), contrat('b', '1', '2028-01-01'))).toBe('0');
  });
  it('number their posts, not the people who held them', () => {
    expect(
      nombreDePostes([
        contrat('a', '1', '2020-01-01'),
        contrat('b', '1', '2024-01-01', null, 'a'),
        contrat('c', '1', '2020-01-01'),
      ]),
    ).toBe(2);
  });
});
