import type { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { bulletinActif } from '#src/domain/contractualisation/bulletin/etat.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { Faits } from '#src/kernel/registre.ts';
import type { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Interlocuteur } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { faitsDuContrat } from '#src/domain/contractualisation/contrat/faits.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { conventionCourante } from '#src/domain/contractualisation/convention/courante.ts';
import { etatDeLaConvention } from '#src/domain/contractualisation/convention/etat.ts';
import { faitsDEligibilite } from '#src/domain/contractualisation/eligibilite/faits.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import type { Conventionnement, Equipement } from '#src/domain/equipement/equipement.ts';
import type { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';

/** One step on the way to the first declaration, and what it still lacks, in sentences. */
export interface EtapeDuPartenaire {
  readonly cle: 'eligibilite' | 'convention' | 'contrat' | 'activation' | 'bulletin' | 'equipement';
  readonly libelle: string;
  readonly etat: 'faite' | 'courante' | 'a-venir';
  readonly manque: readonly string[];
}

interface Documents {
  readonly organisme: Organisme;
  readonly formulaires: readonly FormulaireEligibilite[];
  readonly conventions: readonly Convention[];
  readonly contrats: readonly ContratService[];
  readonly bulletins: readonly BulletinAdhesion[];
  readonly equipements: readonly Equipement[];
  readonly conventionnements: readonly Conventionnement[];
}

/** The steps of a partner on the unit's day; the first one not done is the current one. */
export async function etapesDuPartenaire(
  unite: UniteDeLecture,
  documents: Documents,
): Promise<readonly EtapeDuPartenaire[]> {
  const jour = unite.aujourdhui.toString();
  const convention = conventionCourante(documents.conventions, jour);
  const etat = convention && etatDeLaConvention(convention, jour);
  const contrat = documents.contrats.find((unContrat) => unContrat.convention.id === convention?.id);
  const active = etat === 'active';
  const eligible = documents.formulaires.some((formulaire) => formulaire.etat === 'eligible') || active;
  const etapes = [
    {
      cle: 'eligibilite',
      libelle: 'Formulaire d’éligibilité',
      faite: eligible,
      manque: eligible ? [] : await manqueAuFormulaire(unite, documents),
    },
    {
      cle: 'convention',
      libelle: 'Convention d’accès',
      faite: active || Boolean(convention?.signeeCafLe && convention.signeePartenaireLe),
      manque: active ? [] : manqueALaConvention(convention, etat),
    },
    {
      cle: 'contrat',
      libelle: 'Contrat de service',
      faite: contrat?.etat === 'actif',
      manque:
        convention && contrat?.etat !== 'actif' ? await manqueAuContrat(unite, contrat, convention) : [],
    },
    {
      cle: 'activation',
      libelle: 'Activation de la convention',
      faite: active,
      manque: active ? [] : ['La convention n’est pas active.'],
    },
    {
      cle: 'bulletin',
      libelle: 'Bulletins d’adhésion',
      faite:
        convention !== null &&
        documents.bulletins.some(
          (bulletin) => bulletin.convention.id === convention.id && bulletinActif(bulletin, convention, jour),
        ),
      manque: ['Aucun service n’est ouvert par un bulletin d’adhésion.'],
    },
    {
      cle: 'equipement',
      libelle: 'Équipements et conventionnement',
      faite: documents.conventionnements.some(
        ({ etat: etatDuConventionnement, du, au }) =>
          etatDuConventionnement === 'valide' && du <= jour && jour < au,
      ),
      manque: [
        documents.equipements.length === 0
          ? 'Aucun équipement n’est enregistré.'
          : 'Aucun équipement n’a de conventionnement validé en cours.',
      ],
    },
  ] as const;
  const courante = etapes.findIndex(({ faite }) => !faite);
  return etapes.map(({ cle, libelle, faite, manque }, rang) => ({
    cle,
    libelle,
    etat: faite ? 'faite' : rang === courante ? 'courante' : 'a-venir',
    manque: faite ? [] : manque,
  }));
}

async function manqueAuFormulaire(
  unite: UniteDeLecture,
  { formulaires, organisme }: Documents,
): Promise<readonly string[]> {
  const [dernier] = formulaires;
  if (!dernier) return ['Aucun formulaire d’éligibilité n’est commencé.'];
  const manques = await messagesBloquants(unite, 'eligibilite', faitsDEligibilite(dernier, organisme));
  return manques.length > 0 ? manques : ['Le formulaire est complet : il reste à le faire décider.'];
}

function manqueALaConvention(convention: Convention | null, etat: string | null): readonly string[] {
  if (!convention) return ['Aucune convention n’est créée.'];
  if (etat === 'echue') return ['La convention est échue : renouvelez-la.'];
  if (etat === 'resiliee') return ['La convention est résiliée.'];
  return [
    ...(convention.signeeCafLe ? [] : ['La Caf n’a pas signé la convention.']),
    ...(convention.signeePartenaireLe ? [] : ['Le partenaire n’a pas signé la convention.']),
  ];
}

async function manqueAuContrat(
  unite: UniteDeLecture,
  contrat: ContratService | undefined,
  convention: Convention,
): Promise<readonly string[]> {
  if (!contrat) return ['Aucun contrat de service n’est créé.'];
  const interlocuteurs = await unite.em.find(Interlocuteur, { contrat: contrat.id });
  return messagesBloquants(unite, 'contrat', faitsDuContrat(contrat, interlocuteurs, convention));
}

/** What a rule file finds blocking today, without recording it. */
async function messagesBloquants(
  unite: UniteDeLecture,
  jeu: string,
  faits: Faits,
): Promise<readonly string[]> {
  const { decision } = await unite.registre.decider(jeu, unite.aujourdhui.toString(), faits);
  return decision.constats.filter(({ gravite }) => gravite === 'bloquant').map(({ message }) => message);
}
