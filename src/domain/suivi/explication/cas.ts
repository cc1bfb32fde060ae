import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import type { CasExplique } from '#src/domain/suivi/explication/types.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Conventionnement } from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { dateEnLettres } from '#src/engine/index.ts';

/** How a kind of record is called, whether the actor may read it, and what it is about. */
interface Nature {
  readonly libelle: string;
  readonly droit:
    | 'Declaration'
    | 'Habilitation'
    | 'Conventionnement'
    | 'ContratService'
    | 'FormulaireEligibilite'
    | 'Campagne';
  readonly nommer: (
    unite: UniteDeLecture,
    decision: Decision,
  ) => Promise<{ readonly libelle: string; readonly precision: string | null } | null>;
}

const NATURES: Readonly<Record<string, Nature>> = {
  Declaration: { libelle: 'Déclaration', droit: 'Declaration', nommer: nommerDeclaration },
  Habilitation: {
    libelle: 'Habilitation',
    droit: 'Habilitation',
    async nommer(unite, { sujetId, sujetDetail }) {
      const habilitation = await unite.em.findOne(
        Habilitation,
        { id: sujetId },
        { populate: ['utilisateur', 'equipement'] },
      );
      if (!habilitation) return null;
      const { role, utilisateur, equipement } = habilitation;
      return {
        libelle: `Habilitation « ${rolesDuJour(unite).libelle(role).replaceAll("'", '’')} » de ${utilisateur.prenom} ${utilisateur.nom} – ${equipement.nom}`,
        precision: sujetDetail === 'validation' ? 'Validation par la Caf' : 'Demande',
      };
    },
  },
  Conventionnement: {
    libelle: 'Conventionnement',
    droit: 'Conventionnement',
    async nommer({ em }, { sujetId }) {
      const conventionnement = await em.findOne(
        Conventionnement,
        { id: sujetId },
        { populate: ['equipement'] },
      );
      return (
        conventionnement && {
          libelle: `Conventionnement à compter du ${dateEnLettres(conventionnement.du)} – ${conventionnement.equipement.nom}`,
          precision: null,
        }
      );
    },
  },
  ContratService: {
    libelle: 'Contrat de service',
    droit: 'ContratService',
    async nommer({ em }, { sujetId }) {
      const contrat = await em.findOne(ContratService, { id: sujetId }, { populate: ['convention'] });
      return (
        contrat && {
          libelle: `Contrat de service de la convention n° ${contrat.convention.numero}`,
          precision: null,
        }
      );
    },
  },
  Campagne: {
    libelle: 'Campagne',
    droit: 'Campagne',
    async nommer({ em }, { sujetId }) {
      const campagne = await em.findOne(Campagne, { id: sujetId });
      return (
        campagne && {
          libelle: `Campagne ${campagne.typeEquipement} ${campagne.exercice} – ${LIBELLES_PERENNITE[campagne.perennite].toLowerCase()}`,
          precision: null,
        }
      );
    },
  },
  FormulaireEligibilite: {
    libelle: 'Formulaire d’éligibilité',
    droit: 'FormulaireEligibilite',
    async nommer({ em }, { sujetId }) {
      const formulaire = await em.findOne(
        FormulaireEligibilite,
        { id: sujetId },
        { populate: ['partenaire'] },
      );
      return (
        formulaire && { libelle: `Formulaire d’éligibilité – ${formulaire.partenaire.nom}`, precision: null }
      );
    },
  },
};

/** What the decision is about, as far as the actor may know. */
export async function casDe(unite: UniteDeLecture, decision: Decision): Promise<CasExplique> {
  const { sujetType: type, sujetId: id } = decision;
  const nature = Object.hasOwn(NATURES, type) ? NATURES[type] : undefined;
  if (!nature) return { type, id, libelle: 'Dossier', precision: null, ouvrable: false };
  const ouvrable = peut(unite.acteur, nature.droit, 'lire');
  const nom = ouvrable || unite.acteur.type === 'systeme' ? await nature.nommer(unite, decision) : null;
  return {
    type,
    id,
    libelle: nom?.libelle ?? nature.libelle,
    precision: nom?.precision ?? null,
    ouvrable: ouvrable && nom !== null,
  };
}

async function nommerDeclaration(
  { em, registre }: UniteDeLecture,
  { sujetId, sujetDetail }: Decision,
): Promise<{ libelle: string; precision: string | null } | null> {
  const declaration = await em.findOne(Declaration, { id: sujetId }, { populate: ['equipement'] });
  if (!declaration) return null;
  const { perennite, exercice, equipement, formulaireEmpreinte } = declaration;
  const definition = registre.formulaireParEmpreinte(formulaireEmpreinte)?.definition as
    | DefinitionDeFormulaire
    | undefined;
  const [etape, rang] = (sujetDetail ?? '').split(':');
  const titre = definition?.enchainement.find(({ id }) => id === etape)?.titre;
  return {
    libelle: `Déclaration ${LIBELLES_PERENNITE[perennite].toLowerCase()} ${exercice} – ${equipement.nom}`,
    precision: titre === undefined ? null : rang === undefined ? titre : `${titre} ${rang}`,
  };
}
