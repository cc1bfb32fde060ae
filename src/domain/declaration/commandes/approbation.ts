import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { nomDe } from '#src/kernel/acteur.ts';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { liste, motif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { exigerApprobateur, exigerCapacite } from '#src/domain/declaration/acces.ts';
import { accuserReception, annoncerRenvoi } from '#src/domain/declaration/annonces.ts';
import { constatsBloquants, type Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import { laDeclaration } from '#src/domain/declaration/charger.ts';
import { sansNoms } from '#src/domain/declaration/contexte/animateurs.ts';
import { Transmission, type Declaration } from '#src/domain/declaration/declaration.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { jugerLaTransmission, type Jugement } from '#src/domain/declaration/jugement.ts';
import { problemesDesVolets } from '#src/domain/declaration/problemes.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';
import {
  DejaApprouvee,
  SaisieIncomplete,
  TransmissionRefusee,
  VoletNonTermine,
} from '#src/domain/declaration/refus.ts';
import { completer } from '#src/domain/formulaire/saisie/donnees.ts';
import { empreinteDe } from '#src/domain/declaration/seal.ts';
import { APPROUVER } from '#src/kernel/roles.ts';
import { rouvrir, voletTermine } from '#src/domain/declaration/volets.ts';

/**
 * One approves what one has read: the declaration taken up again and changed meanwhile is read again first.
 */
const DECLARATION = { declaration: reference('Déclaration'), version: versionLue() };

/** @throws DejaApprouvee when it does not wait for the approbateur */
function exigerAApprouver(declaration: Declaration): void {
  const ouvert = VOLETS.find((volet) => !voletTermine(declaration, volet));
  if (
    declaration.etat !== 'a-approuver' &&
    ouvert !== undefined &&
    !['transmise', 'en-traitement', 'traitee'].includes(declaration.etat)
  )
    throw new VoletNonTermine(ouvert, declaration.equipement.id);
  if (declaration.etat !== 'a-approuver') throw new DejaApprouvee(declaration.etat);
}

/** Its approbateur, and it waits for him. @throws HabilitationRequise | VoletNonTermine | DejaApprouvee */
function exigerApprouvable(unite: UniteDeLecture, declaration: Declaration): void {
  exigerCapacite(unite, declaration.equipement, APPROUVER);
  exigerAApprouver(declaration);
}

/**
 * What is sent back is typed again: the convention still lets one. @throws HabilitationRequise |
 * VoletNonTermine | DejaApprouvee | ActeFermeParLaConvention
 */
async function exigerRenvoyable(unite: UniteDeLecture, declaration: Declaration): Promise<void> {
  exigerApprouvable(unite, declaration);
  await exigerActe(unite, 'saisir', declaration.partenaire.id);
}

/**
 * Its approbateur, it waits for him, and the rules let it be signed. What they found is handed to the act,
 * which has them decide of record.
 * @throws HabilitationRequise | VoletNonTermine | DejaApprouvee | SaisieIncomplete | TransmissionRefusee
 */
async function exigerTransmissible(unite: UniteDeLecture, declaration: Declaration): Promise<Jugement> {
  exigerApprouvable(unite, declaration);
  const jugement = await jugerLaTransmission(unite, declaration);
  const problemes = problemesDesVolets(jugement, VOLETS);
  if (Object.keys(problemes).length > 0) throw new SaisieIncomplete(problemes, declaration.equipement.id);
  refuserSiBloquee(declaration, jugement.analyse);
  return jugement;
}

/**
 * Sends a declaration back to its fournisseurs, with a reason.
 * @throws HabilitationRequise | VoletNonTermine | DejaApprouvee | ActeFermeParLaConvention
 */
export const renvoyer = definirCommande({
  nom: 'declaration.renvoyer',
  droit: ['Declaration', 'renvoyer'],
  saisie: z.object({
    ...DECLARATION,
    motif: motif('Ce qu’il faut corriger'),
    volets: liste('Saisies à reprendre'),
  }),
  charger: laDeclaration,
  condition: exigerRenvoyable,
  async executer(unite, saisie, declaration) {
    const choisis = VOLETS.filter((volet) => saisie.volets.includes(volet));
    const volets = choisis.length > 0 ? choisis : VOLETS;
    const auteurs = [
      volets.includes('activite') && declaration.activiteCompletePar,
      volets.includes('finances') && declaration.financesCompletesPar,
    ].filter((auteur) => typeof auteur === 'string');
    rouvrir(declaration, volets);
    declaration.etat = 'renvoyee';
    declaration.motifRenvoi = saisie.motif;
    noter(unite, declaration, 'renvoyee', saisie.motif);
    await annoncerRenvoi(unite, declaration, volets, auteurs, saisie.motif);
    return declaration;
  },
});

/**
 * Transmits a declaration to the Caf: a signature. The rules decide of record; only blocking findings and
 * missing facts stop it.
 * What was signed is kept as it was, with its decisions and the hash of each rule file, under one hash.
 * @throws HabilitationRequise | VoletNonTermine | DejaApprouvee | SaisieIncomplete | TransmissionRefusee
 */
export const transmettre = definirCommande({
  nom: 'declaration.transmettre',
  droit: ['Declaration', 'transmettre'],
  saisie: z.object(DECLARATION),
  async charger(unite, saisie) {
    const declaration = await laDeclaration(unite, saisie);
    await exigerApprobateur(unite, declaration.equipement);
    return declaration;
  },
  condition: exigerTransmissible,
  async executer(unite, _saisie, declaration, jugement) {
    const { analyse } = jugement;
    const transmission = await signer(unite, declaration, jugement);
    Object.assign(declaration, {
      etat: 'transmise',
      transmiseLe: unite.maintenant,
      transmisePar: transmission.par,
      motifRenvoi: null,
      estimation: analyse.estimation.montant,
      sousReserve: analyse.sousReserve.length > 0,
    });
    noter(unite, declaration, 'transmise');
    await accuserReception(unite, declaration, transmission);
    return transmission;
  },
});

function refuserSiBloquee({ equipement }: Declaration, { bloquants, manquants, decisions }: Analyse): void {
  if (bloquants.length === 0 && manquants.length === 0) return;
  const origines = constatsBloquants(decisions);
  // Facts refused by the engine are blocking findings that no rule file signed.
  const refus = bloquants.filter(({ regle }) => regle === null).map(({ message }) => message);
  throw new TransmissionRefusee(
    origines.flatMap(({ constats }) => constats),
    [...refus, ...manquants.map(({ message }) => message)],
    origines,
    equipement.id,
  );
}

async function signer(
  unite: UniteDeTravail,
  declaration: Declaration,
  { dossier, analyse }: Jugement,
): Promise<Transmission> {
  if (unite.acteur.type !== 'partenaire') throw new Error('only a partner signs');
  const { definition, perennite, activite, finances, contexte } = dossier;
  const prises = analyse.decisions.flatMap(({ demande, decision }) =>
    decision === null ? [] : [{ ...decision, jeu: demande.jeu }],
  );
  const signe = {
    numero: 1 + (await unite.em.count(Transmission, { declaration: declaration.id })),
    donnees: {
      activite: completer(definition, perennite, activite.valeurs, 'activite'),
      finances: completer(definition, perennite, finances.valeurs, 'finances'),
      contexte: sansNoms(contexte),
      totaux: analyse.totaux,
      sousReserve: analyse.sousReserve,
    },
    decisions: prises.flatMap(({ id }) => (id === null ? [] : [id])),
    empreintesRegles: Object.fromEntries(
      prises.map(({ jeu, versionRegle, empreinte }) => [`${jeu} ${versionRegle}`, empreinte]),
    ),
    formulaireEmpreinte: declaration.formulaireEmpreinte,
    estimation: analyse.estimation.montant,
    par: unite.acteur.compteId,
    parNom: nomDe(unite.acteur),
    le: unite.maintenant,
  };
  const transmission = unite.em.create(Transmission, {
    id: randomUUID(),
    caf: declaration.caf,
    partenaire: declaration.partenaire,
    declaration,
    ...signe,
    empreinte: empreinteDe(declaration.id, signe),
  });
  unite.em.persist(transmission);
  return transmission;
}
