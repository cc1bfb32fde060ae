import { ReferentielSuivi } from '#src/domain/suivi/referentiels/referentiel-suivi.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { AgentCaf, Analyste, Compte, Jeton } from '#src/domain/acces/compte/compte.ts';
import { ComptesLies } from '#src/domain/acces/compte/comptes-lies.ts';
import { ContratService, Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { Courriel } from '#src/kernel/courriel.ts';
import { Courrier } from '#src/domain/suivi/courrier/courrier.ts';
import { JobEnEchec } from '#src/domain/suivi/jobs/job-en-echec.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import {
  Declaration,
  DecisionHumaine,
  DemandeDecision,
  EvenementDeclaration,
  Transmission,
} from '#src/domain/declaration/declaration.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import {
  AbsenceAnimateur,
  Animateur,
  Conventionnement,
  Equipement,
  LieuImplantation,
  TypeEquipement,
} from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { Journal, JournalValeur } from '#src/kernel/journal/journal.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';
import { ActivationRegle } from '#src/domain/politique/versions/activation-regle.ts';
import { BrouillonRegle } from '#src/domain/politique/versions/brouillon-regle.ts';
import { EtudeImpact } from '#src/domain/politique/versions/etude-impact.ts';
import { ReactivationRegle } from '#src/domain/politique/versions/reactivation-regle.ts';
import { RepriseQuestion } from '#src/domain/politique/reprise/reprise-question.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { GroupeHabilitation, Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

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
  ReferentielSuivi,
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
  JobEnEchec,
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
