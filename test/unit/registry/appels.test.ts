import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import appels from '../../../rules/appels.json' with { type: 'json' };
import { faitsDeFenetre } from '#src/domain/declaration/campagne/fenetre.ts';
import type { Faits } from '#src/kernel/registre.ts';
import { faitsDuContrat } from '#src/domain/contractualisation/contrat/faits.ts';
import { fermeturesDe } from '#src/domain/contractualisation/echeance/echeance.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { faitsDEligibilite } from '#src/domain/contractualisation/eligibilite/faits.ts';
import { faitsDEtp, faitsDEtpValide, faitsDeConventionnement } from '#src/domain/equipement/faits.ts';
import { conseilsDeRole } from '#src/domain/delegation/habilitation/conseils.ts';
import { faitsDeQuota } from '#src/domain/delegation/habilitation/titulaires.ts';
import { liensAnnuels } from '#src/domain/echanges/lien/annuels.ts';
import { TOUJOURS } from '#src/domain/politique/appels/appelant.ts';
import { APPELS_DU_CODE } from '#src/domain/politique/appels/code.ts';
import { verifierAppels } from '#src/domain/politique/appels/demandes.ts';
import { appelsDuFormulaire } from '#src/domain/politique/appels/formulaires.ts';
import { comparerVersions, type FichierClos } from '#src/engine/index.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import { preparerLivraison } from '#src/domain/politique/livraison/livraison.ts';
import type { VersionAPublier } from '#src/domain/politique/livraison/publication.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

const JOUR = '2026-06-01';
const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));
const PERIODE = { du: '2026-01-01', au: '2027-01-01' };

let livrees: readonly VersionAPublier[];
let registre: RegistreVivant;
beforeAll(async () => {
  livrees = await preparerLivraison(new RuleFolder());
  registre = new RegistreVivant(livrees);
});
afterAll(() => vi.restoreAllMocks());

const dernieres = (genre: string): VersionAPublier[] =>
  livrees.filter(
    (version) =>
      version.genre === genre &&
      !livrees.some(
        (autre) =>
          autre.genre === genre &&
          autre.jeu === version.jeu &&
          comparerVersions(autre.numero, version.numero) > 0,
      ),
  );

/** What each act of the application really gives, by call. */
async function donnesParLeCode(): Promise<Record<string, Faits[]>> {
  const entendus: { jeu: string; faits: Faits }[] = [];
  const vrai = registre.decider.bind(registre);
  vi.spyOn(registre, 'decider').mockImplementation((jeu, date, faits, source) => {
    entendus.push({ jeu, faits });
    return vrai(jeu, date, faits, source);
  });
  const aujourdhui = Temporal.PlainDate.from(JOUR);
  await conseilsDeRole({ registre, aujourdhui }, ['RAM'], ['APPROBATEUR']);
  await fermeturesDe(
    'saisir',
    { etat: 'active', fin: '2027-01-01', bulletinActif: true },
    { registre, aujourdhui: JOUR, pourAgir: true },
  );
  await liensAnnuels(
    { registre },
    { exercice: 2025, perennite: 'reelle', etat: 'traitee', conventionnement: { au: '2026-01-01' } },
  );
  vi.restoreAllMocks();
  const entendu = (jeu: string): Faits[] =>
    entendus.filter((appel) => appel.jeu === jeu).map(({ faits }) => faits);
  const [premier, ...suite] = entendu('echeance');
  const equipement = {
    id: 'e',
    type: 'RAM',
    bureauAnimateur: true,
    salleAttente: true,
    salleAnimation: true,
    projetFonctionnement: true,
  };
  const vide = {
    representantNom: '',
    representantPrenom: '',
    representantFonction: '',
    missionGenerale: '',
    gestionDelegueeAcceptee: false,
    administrateurNom: '',
    administrateurPrenom: '',
    administrateurCourriel: '',
    servicesDemandes: [],
  };
  const quota = {
    equipement,
    role: { code: 'APPROBATEUR', service: 'AFAS' },
    portee: 'activite',
    periode: PERIODE,
    utilisateurId: 'u',
    remplaceeId: null,
  };
  return {
    eligibilite: [
      faitsDEligibilite(vide, { siren: '', raisonSociale: '', adresse: '', codePostal: '', communeCode: '' }),
    ],
    contrat: [
      faitsDuContrat(
        {
          horaires: '',
          escaladeCaf: '',
          escaladePartenaire: '',
          servicesAutorises: [],
          signeCafLe: null,
          signePartenaireLe: null,
        },
        [],
        { signeeCafLe: null, signeePartenaireLe: null },
        { caf: [], partenaire: [] },
      ),
    ],
    conventionnement: [faitsDeConventionnement(equipement, 1, true, 0)],
    'etp-valide-equipement': [faitsDEtp([], PERIODE, '1')],
    'etp-valide-animateur': [faitsDEtpValide({ etpContrat: '1', etpValide: '1' })],
    quotas: [faitsDeQuota(quota as unknown as Parameters<typeof faitsDeQuota>[0], [])],
    'conseil-role': entendu('conseil-role'),
    echeance: premier ? [premier] : [],
    'echeance-acte': suite,
    'fenetres-campagne': [
      faitsDeFenetre({
        typeEquipement: 'RAM',
        exercice: 2026,
        perennite: 'reelle',
        ouvreLe: JOUR,
        fermeLe: JOUR,
      }),
    ],
    'liens-annuels': entendu('liens-annuels'),
  };
}

const FORMES: Readonly<Record<string, (valeur: unknown) => boolean>> = {
  booleen: (valeur) => typeof valeur === 'boolean',
  entier: Number.isInteger,
  annee: Number.isInteger,
  mois: Number.isInteger,
  etp: (valeur) => typeof valeur === 'string' && /^\d+(\.\d+)?$/.test(valeur),
  date: (valeur) => typeof valeur === 'string' && /^\d{4}-\d\d-\d\d$/.test(valeur),
  enum: (valeur) => typeof valeur === 'string',
  texte: (valeur) => typeof valeur === 'string',
};

describe('what the application gives to the rule files', () => {
  it('is declared in a file of the shape its schema asks for', async () => {
    expect((await new RuleFolder().schemas()).controler('appels.schema.json', appels)).toEqual([]);
  });

  it('is, name by name and type by type, what its code really passes', async () => {
    const donnes = await donnesParLeCode();
    expect(Object.keys(donnes).sort()).toEqual(appels.appels.map(({ id }) => id).sort());
    for (const { id, faits } of appels.appels) {
      expect(donnes[id], id).not.toEqual([]);
      for (const donne of donnes[id] ?? []) {
        expect(Object.keys(donne).sort(), id).toEqual(Object.keys(faits).sort());
        for (const [nom, fait] of Object.entries<{ type: string; valeur?: unknown } | undefined>(faits)) {
          const { type, valeur } = fait ?? { type: '' };
          expect(FORMES[type]?.(donne[nom]), `${id}: ${nom} is ${type}`).toBe(true);
          if (valeur !== undefined) expect(donne[nom], `${id}: ${nom}`).toBe(valeur);
        }
      }
    }
  });

  it('covers every rule file named in the code', async () => {
    const noms = new Set<string>();
    for (const fichier of (await readdir(SOURCES, { recursive: true })).filter(
      (nom) => /\.tsx?$/.test(nom) && !/^(engine|cli|domain\/politique\/(registre|impact))\//.test(nom),
    )) {
      const texte = await readFile(join(SOURCES, fichier), 'utf8');
      for (const [, nom = ''] of texte.matchAll(
        /(?:decider|deciderConnuAu|messagesBloquants)\(\s*(?:unite,\s*)?'([a-z-]+)'/g,
      ))
        if (nom !== '') noms.add(nom);
      for (const [, nom = ''] of texte.matchAll(/\bjeu: '(?!asc'|desc')([a-z-]+)'/g)) noms.add(nom);
    }
    expect([...noms].filter((nom) => !appels.appels.some(({ jeu }) => jeu === nom))).toEqual([]);
    expect(appels.appels.map(({ jeu }) => jeu).filter((jeu) => !noms.has(jeu))).toEqual([]);
  });

  it('and what the forms give, are enough for the last version of each rule file', () => {
    const formulaires = dernieres('formulaire').flatMap(({ canonique }) =>
      appelsDuFormulaire(JSON.parse(canonique) as DefinitionDeFormulaire, TOUJOURS),
    );
    expect(
      dernieres('regles').flatMap(({ canonique }) =>
        verifierAppels(JSON.parse(canonique) as FichierClos, TOUJOURS, [...APPELS_DU_CODE, ...formulaires]),
      ),
    ).toEqual([]);
  });
});

describe('a fact that a version demands', () => {
  const base = { libelle: 'Essai', type: 'entier', origine: 'essai' } as const;
  const appelant = {
    jeu: 'x',
    nom: 'l’appel',
    origine: 'o',
    jours: { du: '2026-01-01', au: '2027-01-01' },
    faits: { volet: { valeur: 'activite' }, role: {} },
  };
  const volet = { ...base, type: 'enum' } as const;
  const demande = (fait: object, jours = TOUJOURS): string[] =>
    verifierAppels({ id: 'x', faits: { volet, role: volet, neuf: { ...base, ...fait } } }, jours, [
      appelant,
    ]).map(({ message }) => message);
  const si = (fact: string, operator: 'equal' | 'notEqual', value: string) => ({
    requisSi: { all: [{ fact, operator, value }] },
  });

  it('is refused when a caller does not give it, both named', () => {
    expect(demande({})).toEqual([expect.stringMatching(/« neuf » est demandé, et l’appel ne le donne pas/)]);
  });
  it('is not when it is optional, informative, or needed only with a fact nobody gives', () => {
    expect([
      demande({ facultatif: true }),
      demande({ informatif: true }),
      demande({ requisAvec: ['autre'] }),
    ]).toEqual([[], [], []]);
    expect(demande({ requisAvec: ['role'] })).toHaveLength(1);
  });
  it('is not when it is needed in another volet only, and is where its condition may hold', () => {
    expect([
      demande(si('volet', 'equal', 'finances')),
      demande(si('volet', 'notEqual', 'activite')),
      demande(si('absent', 'equal', 'a')),
    ]).toEqual([[], [], []]);
    expect(
      [demande(si('volet', 'equal', 'activite')), demande(si('role', 'equal', 'APPROBATEUR'))].map(
        (refus) => refus.length,
      ),
    ).toEqual([1, 1]);
  });
  it('is not when the caller never asks for the days of the version', () => {
    expect(demande({}, { du: '2027-01-01', au: null })).toEqual([]);
  });
  it('is refused when it is given in another shape', () => {
    const type = { ...appelant, faits: { ...appelant.faits, neuf: { type: 'date' } as const } };
    expect(
      verifierAppels({ id: 'x', faits: { volet, role: volet, neuf: base } }, TOUJOURS, [type]).map(
        ({ message }) => message,
      ),
    ).toEqual([expect.stringContaining('« entier », et l’appel le donne en « date »')]);
  });
});
