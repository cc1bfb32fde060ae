import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Registre } from '#src/kernel/registre.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import { rolesAdmis } from '#src/kernel/droits/droits.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { toutesLesCommandes, type UneCommande } from '#test/support/commandes.ts';
import { reponseDe, saisieDe, semerUneLignePartout, U, VERSION } from '#test/support/une-ligne-partout.ts';

interface Demande {
  readonly acte: ActeDuPartenaire;
  /** What the input must say for the command to get as far as the rule file. */
  readonly saisie?: Readonly<Record<string, unknown>>;
}

/** What each command that a partner's user runs, or the Caf for him, asks the rule file `echeance`. */
const DEMANDENT: Readonly<Record<string, Demande>> = {
  'declaration.commencer': { acte: 'commencer' },
  'declaration.enregistrerActivite': { acte: 'saisir' },
  'declaration.enregistrerFinances': { acte: 'saisir' },
  'declaration.completerActivite': { acte: 'saisir' },
  'declaration.completerFinances': { acte: 'saisir' },
  'declaration.reprendreActivite': { acte: 'saisir' },
  'declaration.reprendreFinances': { acte: 'saisir' },
  'declaration.renvoyer': { acte: 'saisir' },
  'habilitation.affecter': {
    acte: 'attribuer',
    saisie: { role: 'CONSULTANT', du: '2026-03-02', portee: 'activite', equipements: [U], lieux: [] },
  },
  'habilitation.valider': { acte: 'valider' },
  'mandat.donner': {
    acte: 'deleguer',
    saisie: { du: null, au: null, roles: ['CONSULTANT'], equipements: [U] },
  },
  'utilisateur.creer': { acte: 'creer-utilisateur' },
  'utilisateur.inviter': { acte: 'inviter' },
  'utilisateur.corrigerInvitation': { acte: 'inviter' },
};

/** Asked by the chain of the declaration's form: the same rule file, among all that judges a transmission. */
const PAR_LE_FORMULAIRE = ['declaration.transmettre'];

/** Asked only of some records: held where they are told apart, in `identite/convention.test.ts`. */
const SELON_LA_FICHE = ['utilisateur.modifier', 'utilisateur.remplacerPersonne'];

/** Why a command asks nothing of the convention. */
const SANS_ACTE: Readonly<Record<string, readonly string[]>> = {
  'takes a right away, or closes an access: always possible': [
    'habilitation.terminer',
    'mandat.terminer',
    'utilisateur.cloturer',
  ],
  'gives somebody who already has an access the means to use it; reading is what it opens, asked at the door':
    ['utilisateur.deverrouiller', 'utilisateur.reinitialiserMotDePasse'],
  'says how somebody who is there already spells his name': ['utilisateur.corrigerNom'],
  'is the answer of the owner of an account; what it opens was asked for by another act': [
    'utilisateur.accepterRattachement',
    'utilisateur.refuserRattachement',
  ],
  'is about one’s own account or contact details, under no convention': [
    'compte.changerMotDePasse',
    'compte.demanderNouveauCourriel',
    'compte.fermerSession',
    'compte.fermerAutresSessions',
    'utilisateur.modifierSonProfil',
  ],
};

const AUTRE = '5ab00000-0000-4000-8000-000000000009';
const DU_PARTENAIRE = [
  'administrateur-partenaire',
  'responsable-habilitations',
  'saisie-activite',
  'saisie-finances',
  'approbation',
  'consultation',
  'utilisateur',
];

/** Thrown by the registry of this test instead of a decision: what was asked. */
class EcheanceDemandee extends Error {
  constructor(readonly acte: unknown) {
    super(`echeance was asked: ${String(acte)}`);
  }
}

/** The files' registry; `echeance` is first asked without an act, to know whether its version knows them. */
function guettant(registre: Registre): Registre {
  return Object.assign(Object.create(registre) as Registre, {
    fige: () => guettant(registre.fige()),
    decider: (...[jeu, date, faits, source]: Parameters<Registre['decider']>) => {
      if (jeu === 'echeance' && faits['acte'] !== undefined) throw new EcheanceDemandee(faits['acte']);
      return registre.decider(jeu, date, faits, source);
    },
  });
}

let application: ApplicationDeTest;
let commandes: readonly UneCommande[];
beforeAll(async () => {
  commandes = (await toutesLesCommandes()).map(([, commande]) => commande);
  application = await applicationDeTest(guettant(await registreDesFichiers()));
  await semerUneLignePartout(application, {
    'convention.etat': 'active',
    'declaration.etat': 'a-approuver',
    'habilitation.etat': 'en-attente-caf',
    'habilitation.demande_par': '5ab00000-0000-4000-8000-000000000002',
    'utilisateur.id': '5ab00000-0000-4000-8000-000000000001',
  });
});
afterAll(() => application.fermer());

describe('each command of a partner that writes', () => {
  it('declares the act it asks the rule file `echeance`, or why it asks none', () => {
    const siennes = commandes
      .filter(({ droit }) => rolesAdmis(droit).some((role) => DU_PARTENAIRE.includes(role)))
      .map(({ nom }) => nom);
    const declarees = [
      ...Object.keys(DEMANDENT),
      ...PAR_LE_FORMULAIRE,
      ...SELON_LA_FICHE,
      ...Object.values(SANS_ACTE).flat(),
    ];
    expect(
      [...new Set(siennes)].filter((nom) => !declarees.includes(nom)),
      'add these to DEMANDENT, or say in SANS_ACTE why they ask nothing',
    ).toEqual([]);
    expect(
      declarees.filter((nom) => nom !== 'habilitation.valider' && !siennes.includes(nom)),
      'no longer a partner’s',
    ).toEqual([]);
    expect(new Set(declarees).size).toBe(declarees.length);
  });

  it.each(Object.entries(DEMANDENT))(
    '%s asks it before anything is written',
    async (nom, { acte, saisie }) => {
      const commande = commandes.find((une) => une.nom === nom);
      if (!commande) throw new Error(`no command ${nom}`);
      // The record is about somebody else than the one who acts.
      const refus = await reponseDe(application, commande, saisieDe(VERSION, saisie), {
        compteId: AUTRE,
        ...(nom.startsWith('utilisateur.') ? { utilisateurId: AUTRE } : {}),
      });
      expect(refus instanceof EcheanceDemandee ? refus.acte : refus).toBe(acte);
    },
  );

  it('a transmission is judged by it in the chain of every form', async () => {
    const registre = await registreDesFichiers();
    const definition = registre.formulaire('RAM', '2026-12-31')?.definition as {
      readonly enchainement: readonly { readonly jeu: string; readonly moments?: readonly string[] }[];
    };
    expect(
      definition.enchainement.filter(({ jeu }) => jeu === 'echeance').map(({ moments }) => moments),
    ).toEqual([['transmission']]);
  });
});
