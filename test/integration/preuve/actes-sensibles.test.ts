/**
 * Which acts ask for the password again: each command is in one list or in the other, and the executor holds
 * to it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rolesDe, type Acteur } from '#src/kernel/acteur.ts';
import { ACTES_SENSIBLES, PreuveDemandee } from '#src/kernel/preuve.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { agent, analyste, partenaire } from '#test/support/acteurs.ts';
import { applicationDeTest, type ApplicationDeTest } from '#test/support/application.ts';
import { toutesLesCommandes, type UneCommande } from '#test/support/commandes.ts';
import { registreDesFichiers } from '#test/support/registre-des-fichiers.ts';
import { ROLES_AFAS, tenue } from '#test/support/roles.ts';

/** Why a command asks for no recent password. A new command stands here, or in ACTES_SENSIBLES. */
const ORDINAIRES: Readonly<Record<string, readonly string[]>> = {
  'records or prepares, and opens nothing by itself: another act does': [
    'absence.enregistrer',
    'absence.modifier',
    'absence.supprimer',
    'animateur.ajouter',
    'animateur.modifier',
    'animateur.validerProfil',
    'bulletin.creer',
    'bulletin.modifier',
    'caf.modifierModeleContrat',
    'campagne.creer',
    'campagne.fermer',
    'campagne.modifier',
    'campagne.rouvrir',
    'contrat.activer',
    'contrat.creer',
    'contrat.modifier',
    'contrat.rouvrir',
    'contrat.signer',
    'convention.creer',
    'convention.modifier',
    'convention.renouveler',
    'convention.rouvrir',
    'convention.signer',
    'conventionnement.creer',
    'conventionnement.modifier',
    'conventionnement.rouvrir',
    'eligibilite.completer',
    'eligibilite.creer',
    'eligibilite.inviter',
    'equipement.creer',
    'equipement.modifier',
    'interlocuteur.ajouter',
    'interlocuteur.modifier',
    'interlocuteur.retirer',
    'lien.creer',
    'lien.modifier',
    'lien.retirer',
    'lieu.ajouter',
    'lieu.modifier',
    'lieu.retirer',
    'organisme.modifier',
    'partenaire.creer',
    'courrier.enregistrer',
    'utilisateur.modifier',
    'utilisateur.modifierSonProfil',
    'job.reessayer',
  ],
  'takes away, and can be given back by an act that asks': [
    'agent.cloturer',
    'convention.resilier',
    'utilisateur.refuserRattachement',
    'habilitation.refuser',
    'habilitation.suspendre',
    'habilitation.terminer',
    'mandat.retirer',
    'mandat.terminer',
    'utilisateur.cloturer',
  ],
  'sends its link to the owner of the account alone': [
    'utilisateur.inviter',
    'utilisateur.reinitialiserMotDePasse',
    'utilisateur.deverrouiller',
  ],
  'types, or moves a declaration on before it is signed': [
    'declaration.commencer',
    'declaration.enregistrerActivite',
    'declaration.enregistrerFinances',
    'declaration.completerActivite',
    'declaration.completerFinances',
    'declaration.prendreEnTraitement',
    'declaration.renvoyer',
    'declaration.retourner',
    'declaration.reprendreActivite',
    'declaration.reprendreFinances',
  ],
  'drafts a rule, or refuses one: a second person signs, who is asked': [
    'regle.creerBrouillon',
    'regle.enregistrerBrouillon',
    'regle.supprimerBrouillon',
    'regle.soumettre',
    'regle.soumettreFichier',
    'regle.retirer',
    'regle.rejeter',
    'regle.etudierSoumission',
    'regle.preparerEtudes',
    'regle.soumettreLot',
    'regle.reprendreEmployeur',
    'regle.preparerReactivation',
    'regle.demanderReactivation',
    'regle.demanderAnnulation',
    'regle.refuserReactivation',
    'regle.remplacerValeursFictives',
    'impact.lancer',
    'impact.arreter',
    'impact.joindre',
    'impact.reprendre',
  ],
  'is the proof itself, gives the password with it, or ends a session': [
    'compte.accepterInvitation',
    'compte.changerMotDePasse',
    'compte.confirmerCourriel',
    'compte.demanderReinitialisation',
    'compte.fermerAutresSessions',
    'compte.fermerSession',
    'compte.reinitialiserMotDePasse',
    'compte.utiliserCodeDeSecours',
  ],
  'has no session: an invited person, the program or the operator': [
    'eligibilite.soumettre',
    'analyste.creer',
    'caf.creer',
    'compte.leverSecondFacteur',
    'courriel.alerter',
    'courriel.expedier',
    'courriel.prendre',
    'courriel.rattraper',
    'demonstration.commencer',
    'demonstration.signerContrats',
    'demonstration.terminer',
    'journal.purger',
    'journal.expliquer',
    'personne.effacer',
    'personne.exporter',
    'referentiel.charger',
    'regle.initialiser',
    'impact.echouer',
    'impact.poser',
    'impact.prendre',
    'impact.rattraper',
    'impact.rendre',
    'impact.terminer',
    'reprise.denombrer',
    'reprise.prendre',
    'reprise.prolonger',
    'reprise.rattraper',
    'reprise.rendre',
    'reprise.terminer',
  ],
};

const SENSIBLES: ReadonlySet<string> = new Set(Object.values(ACTES_SENSIBLES).flat());
const habilitations = ROLES_AFAS.map((role, rang) =>
  tenue(role, '00000000-0000-4000-8000-000000000080', `00000000-0000-4000-8000-00000000007${rang}`),
);
/** Everybody who has a session, each with all he may hold. */
const PERSONNES: readonly Acteur[] = [
  agent('451', 1, 'responsable'),
  analyste(),
  partenaire('00000000-0000-4000-8000-000000000090', { habilitations }),
];

let application: ApplicationDeTest;
let commandes: readonly UneCommande[];
beforeAll(async () => {
  commandes = (await toutesLesCommandes()).map(([, commande]) => commande);
  application = await applicationDeTest(await registreDesFichiers());
});
afterAll(() => application.fermer());

const auNomDe = ({ droit }: UneCommande, personnes: readonly Acteur[]) =>
  personnes.filter((une) =>
    peut(une, ...(droit as Parameters<typeof peut> extends [unknown, ...infer Droit] ? Droit : never)),
  );
const refusDe = (acteur: Acteur, commande: UneCommande): Promise<unknown> =>
  application.executeur.executer(acteur, { ...commande, saisie: z.any() }, {}).then(
    () => 'done',
    (erreur: unknown) => erreur,
  );

describe('the acts that ask for a recent password', () => {
  it('are told apart from the others, command by command', () => {
    const ordinaires = Object.values(ORDINAIRES).flat();
    const noms = [...new Set(commandes.map(({ nom }) => nom))].sort();
    expect(
      noms.filter((nom) => !SENSIBLES.has(nom) && !ordinaires.includes(nom)),
      'say whether these ask for a recent password',
    ).toEqual([]);
    expect(
      [...SENSIBLES, ...ordinaires].filter((nom) => !noms.includes(nom)),
      'no such command',
    ).toEqual([]);
    expect(
      ordinaires.filter((nom) => SENSIBLES.has(nom)),
      'in both lists',
    ).toEqual([]);
  });

  it('are at least identity, accesses, signature, activation, human decisions and forced passwords', () => {
    expect([...SENSIBLES]).toEqual(
      expect.arrayContaining([
        'utilisateur.creer',
        'declaration.transmettre',
        'convention.activer',
        'declaration.trancherFermeture',
        'declaration.reglerCasMuet',
        'declaration.traiter',
        'utilisateur.imposerMotDePasse',
        'habilitation.valider',
      ]),
    );
  });

  it('are refused to whoever gave his password too long ago, whatever he types, and to nobody who has just given it', async () => {
    let essayes = 0;
    for (const commande of commandes.filter(({ nom }) => SENSIBLES.has(nom))) {
      const qui = auNomDe(commande, PERSONNES);
      expect(
        qui.map((une) => [...rolesDe(une)]),
        commande.nom,
      ).not.toEqual([]);
      for (const une of qui) {
        essayes += 1;
        expect(
          await refusDe({ ...une, preuveRecente: false } as Acteur, commande),
          commande.nom,
        ).toBeInstanceOf(PreuveDemandee);
        expect(
          await refusDe({ ...une, preuveRecente: true } as Acteur, commande),
          commande.nom,
        ).not.toBeInstanceOf(PreuveDemandee);
      }
    }
    expect(essayes).toBeGreaterThanOrEqual(SENSIBLES.size);
  });
});
