import { BulletinAdhesion } from '#src/domain/bulletin/bulletin-adhesion.ts';
import { Caf } from '#src/domain/caf/caf.ts';
import { Campagne } from '#src/domain/campagne/campagne.ts';
import { AgentCaf, Analyste, Compte, Jeton } from '#src/domain/compte/compte.ts';
import { ComptesLies } from '#src/domain/compte/comptes-lies.ts';
import { ContratService, Interlocuteur } from '#src/domain/contrat/contrat-service.ts';
import { Convention } from '#src/domain/convention/convention.ts';
import { Courriel } from '#src/domain/courriel/courriel.ts';
import { Courrier } from '#src/domain/courrier/courrier.ts';
import { Decision } from '#src/domain/decision/decision.ts';
import {
  Declaration,
  DecisionHumaine,
  DemandeDecision,
  EvenementDeclaration,
  Transmission,
} from '#src/domain/declaration/declaration.ts';
import { FormulaireEligibilite } from '#src/domain/eligibilite/formulaire-eligibilite.ts';
import {
  AbsenceAnimateur,
  Animateur,
  Conventionnement,
  Equipement,
  LieuImplantation,
  TypeEquipement,
} from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/habilitation/habilitation.ts';
import { Journal, JournalValeur } from '#src/domain/journal/journal.ts';
import { LienUtile } from '#src/domain/lien/lien-utile.ts';
import { Mandat } from '#src/domain/mandat/mandat.ts';
import { Organisme } from '#src/domain/organisme/organisme.ts';
import { Partenaire } from '#src/domain/partenaire/partenaire.ts';
import { ActivationRegle } from '#src/domain/regle/activation-regle.ts';
import { BrouillonRegle } from '#src/domain/regle/brouillon-regle.ts';
import { EtudeImpact } from '#src/domain/regle/etude-impact.ts';
import { ReactivationRegle } from '#src/domain/regle/reactivation-regle.ts';
import { RepriseQuestion } from '#src/domain/regle/reprise-question.ts';
import { SoumissionRegle } from '#src/domain/regle/soumission-regle.ts';
import { VersionRegle } from '#src/domain/regle/version-regle.ts';
import { Service } from '#src/domain/service/service.ts';
import { GroupeHabilitation, Utilisateur } from '#src/domain/utilisateur/utilisateur.ts';

/** Every entity of the product. */
export const ENTITES = [
  Caf,
  Compte,
  ComptesLies,
  Jeton,
  AgentCaf,
  Analyste,
  Organisme,
  Partenaire,
  FormulaireEligibilite,
  Convention,
  ContratService,
  Interlocuteur,
  Service,
  BulletinAdhesion,
  TypeEquipement,
  Equipement,
  LieuImplantation,
  Animateur,
  AbsenceAnimateur,
  Conventionnement,
  Utilisateur,
  GroupeHabilitation,
  Mandat,
  Habilitation,
  Campagne,
  Declaration,
  EvenementDeclaration,
  Transmission,
  DemandeDecision,
  DecisionHumaine,
  Decision,
  Courrier,
  LienUtile,
  Courriel,
  VersionRegle,
  BrouillonRegle,
  SoumissionRegle,
  ActivationRegle,
  ReactivationRegle,
  EtudeImpact,
  RepriseQuestion,
  Journal,
  JournalValeur,
];
