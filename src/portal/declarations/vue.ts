import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { anneeDeLEquipement, type AnneeDeLEquipement } from '#src/domain/declaration/annee.ts';
import type { Analyse, LectureOuverte } from '#src/domain/declaration/chaine/resultats.ts';
import { aExpliquer } from '#src/domain/declaration/chaine/justifications.ts';
import { autresLectures } from '#src/domain/declaration/chaine/lectures.ts';
import { renvoyer, transmettre } from '#src/domain/declaration/commandes.ts';
import { conclusionDe, type Conclusion } from '#src/domain/declaration/conclusion.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { definitionDe } from '#src/domain/declaration/dossier.ts';
import { VOLETS, type DefinitionDeFormulaire, type Volet } from '#src/domain/formulaire/definition.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { jugerLaSaisie, jugerLaTransmission, type Jugement } from '#src/domain/declaration/jugement.ts';
import { problemesATerminer } from '#src/domain/declaration/problemes.ts';
import { versionDuVolet, voletTermine } from '#src/domain/declaration/volets.ts';
import { libelleEtat } from '#src/domain/declaration/libelles.ts';
import { chronologieDe, declarationLisible, type EtapeDeVie } from '#src/domain/declaration/lectures.ts';
import { sealedTransmissions, type SealedTransmission } from '#src/domain/declaration/recepisse.ts';
import { lireSections, type SectionLue } from '#src/domain/formulaire/restitution.ts';
import { expliquer, pourquoi, refusPrevu, type RefusExplique } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { liensAnnuels } from '#src/domain/echanges/lien/annuels.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { attentesDe } from '#src/portal/habilitations/attentes.ts';
import type { Acte, Lien } from '#src/portal/composants/index.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { COMMANDES_DU_VOLET } from '#src/portal/declarations/commandes-du-volet.ts';
import { titreDe } from '#src/portal/declarations/dire.ts';
import { liensDe } from '#src/portal/liens.ts';

/** One volet as the page of a declaration shows it. */
export interface EtatDuVolet {
  readonly volet: Volet;
  readonly termine: boolean;
  readonly version: number;
  /** « Saisir », or « Reprendre la saisie » once it is finished. */
  readonly acte: Acte;
  readonly aRemplir: number;
  readonly erreurs: number;
}

export interface VueDeDeclaration {
  readonly declaration: Declaration;
  readonly titre: string;
  readonly definition: DefinitionDeFormulaire;
  readonly volets: readonly EtatDuVolet[];
  readonly sections: readonly SectionLue[];
  readonly analyse: Analyse;
  /** Amounts that other answers to open questions would give. */
  readonly lectures: readonly LectureOuverte[];
  readonly chronologie: readonly EtapeDeVie[];
  /** The reader's own roles on the equipment that wait for the Caf, said. */
  readonly attentes: readonly string[];
  readonly transmissions: readonly SealedTransmission[];
  /** How the Caf ended its treatment; null until then. */
  readonly conclusion: Conclusion | null;
  readonly liens: readonly Lien[];
  /** The actor approves it, now. */
  readonly approuver: boolean;
  readonly transmise: boolean;
  readonly annee: AnneeDeLEquipement;
  /** To send it back and to transmit it; to correct it, once it is with the Caf. */
  readonly actes: readonly Acte[];
  readonly fuseau: string;
}

const TRANSMISES = ['transmise', 'en-traitement', 'traitee'];

/** Correcting what is with the Caf: told of the volet the reader types, if he types one. */
async function acteDeCorrection(unite: UniteDeLecture, declaration: Declaration): Promise<Acte> {
  const refus = [];
  for (const volet of VOLETS)
    refus.push({ volet, refus: await refusPrevu(unite, COMMANDES_DU_VOLET[volet].enregistrer, declaration) });
  const sien = refus.find((un) => !(un.refus instanceof ActionInterdite)) ?? refus[0];
  const volet = sien?.volet ?? 'activite';
  return {
    nom: 'corriger',
    libelle: 'Corriger la déclaration',
    href: cheminDe(declaration.id, volet),
    pourquoi: sien?.refus
      ? await expliquer(unite, sien.refus, { etat: libelleEtat(declaration.etat) })
      : null,
  };
}

/** One volet of a draft: what it still asks for, and what the reader may do with it. */
async function etatDuVolet(
  unite: UniteDeLecture,
  declaration: Declaration,
  volet: Volet,
  jugement: Jugement,
): Promise<EtatDuVolet> {
  const termine = voletTermine(declaration, volet);
  const problemes = termine ? {} : problemesATerminer(jugement, volet);
  const { analyse } = jugement;
  const aRemplir = [...analyse.manquants, ...aExpliquer(analyse)].filter(
    (manquant) =>
      manquant.volet === volet && manquant.champ !== null && problemes[manquant.champ] !== undefined,
  ).length;
  const { enregistrer, reprendre } = COMMANDES_DU_VOLET[volet];
  const vu = { etat: libelleEtat(declaration.etat) };
  return {
    volet,
    termine,
    version: versionDuVolet(declaration, volet),
    aRemplir,
    erreurs: Object.keys(problemes).length - aRemplir,
    acte: termine
      ? {
          nom: 'reprendre',
          libelle: 'Reprendre la saisie',
          href: cheminDe(declaration.id, volet, 'reprendre'),
          pourquoi: await pourquoi(unite, reprendre, declaration, vu),
        }
      : {
          nom: 'saisir',
          libelle: 'Saisir',
          href: cheminDe(declaration.id, volet),
          pourquoi: await pourquoi(unite, enregistrer, declaration, vu),
        },
  };
}

/** What the approbateur does with a draft. */
async function actesDApprobation(
  unite: UniteDeLecture,
  declaration: Declaration,
  renvoi: RefusExplique | null,
): Promise<Acte[]> {
  return [
    {
      nom: 'renvoyer',
      libelle: 'Renvoyer pour correction',
      href: cheminDe(declaration.id, 'renvoyer'),
      pourquoi: renvoi,
    },
    {
      nom: 'transmettre',
      libelle: 'Transmettre à la Caf',
      href: cheminDe(declaration.id, 'transmettre'),
      pourquoi: await pourquoi(unite, transmettre, declaration, { etat: libelleEtat(declaration.etat) }),
    },
  ];
}

/**
 * All the page of a declaration shows to a partner's user: what was transmitted last when it is with the Caf,
 * the draft otherwise.
 */
export async function vueDeDeclaration(unite: UniteDeLecture, id: string): Promise<VueDeDeclaration> {
  const acteur = acteurPartenaire(unite);
  const declaration = await declarationLisible(unite, id);
  const transmissions = await sealedTransmissions(unite, declaration);
  const transmise = TRANSMISES.includes(declaration.etat);
  const signee = transmise && transmissions.length > 0;
  const renvoi = await pourquoi(unite, renvoyer, declaration, { etat: libelleEtat(declaration.etat) });
  const approuver = renvoi === null;
  const moment = approuver || signee ? 'transmission' : 'saisie';
  const jugement = signee
    ? await instruire(unite, declaration)
    : await (approuver ? jugerLaTransmission : jugerLaSaisie)(unite, declaration);
  const { dossier, analyse } = jugement;
  const volets: EtatDuVolet[] = [];
  for (const volet of transmise ? [] : VOLETS)
    volets.push(await etatDuVolet(unite, declaration, volet, jugement));
  const actes = transmise
    ? [await acteDeCorrection(unite, declaration)]
    : await actesDApprobation(unite, declaration, renvoi);
  const chronologie = await chronologieDe(unite, id);
  return {
    declaration,
    titre: titreDe(declaration, unite),
    definition: definitionDe(unite, declaration),
    volets,
    sections: lireSections(dossier),
    analyse,
    actes,
    annee: await anneeDeLEquipement(unite, declaration.equipement, declaration.exercice),
    lectures: await autresLectures(dossier, moment, analyse, unite.registre),
    attentes: await attentesDe(unite, declaration.equipement.id),
    chronologie,
    transmissions,
    conclusion: conclusionDe(declaration, chronologie),
    approuver,
    transmise,
    fuseau: acteur.fuseauHoraire,
    liens: await liensDe(unite, [
      'declaration',
      ...(declaration.etat === 'traitee' ? [] : ['assistance' as const]),
      ...(await liensAnnuels(unite, declaration)),
    ]),
  };
}
