import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import {
  avisDeConvention,
  conventionsDuPartenaire,
  type AvisDeConvention,
} from '#src/domain/suivi/convention/avis.ts';
import { anneesDesEquipements, type AnneeNommee } from '#src/domain/declaration/annee.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { rechercherHabilitations } from '#src/domain/delegation/habilitation/lectures.ts';
import { rolesManquants } from '#src/domain/delegation/habilitation/roles-manquants.ts';
import { listerUtilisateurs, utilisateursOuverts } from '#src/domain/delegation/utilisateur/lectures.ts';
import { compter } from '#src/kernel/francais.ts';
import { ailleursDe } from '#src/portal/accueil/ailleurs.ts';
import type { AFaire, AilleursEnAttente, TuileAccueil } from '#src/portal/accueil/page.tsx';
import { attentesDe } from '#src/portal/habilitations/attentes.ts';
import { tachesDeDeclaration } from '#src/portal/accueil/taches-declarations.ts';

/** What the home page shows: what waits for the person, and the tiles his rights open. */
export async function accueilDe(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
): Promise<{
  avis: AvisDeConvention | null;
  aFaire: AFaire[];
  ailleurs: AilleursEnAttente[];
  tuiles: TuileAccueil[];
  annees: AnneeNommee[];
  attentes: string[];
}> {
  const declarations = await tachesDeDeclaration(unite, acteur);
  const manquants = await rolesManquants(unite);
  const aFaire: AFaire[] = [...declarations.aFaire];
  const tuiles: TuileAccueil[] = declarations.tuile ? [declarations.tuile] : [];
  if (peut(acteur, 'Habilitation', 'affecter')) {
    const utilisateurs = await utilisateursOuverts(unite, unite.aujourdhui.toString());
    const personne = manquants.filter(({ attendu }) => !attendu).length;
    const { total: ouverts } = await listerUtilisateurs(
      unite,
      { identifiant: '', nom: '', prenom: '', groupe: '', acces: 'ouvert' },
      { cle: 'nom', sens: 'asc' },
      { numero: 1, taille: 1 },
    );
    const enAttente = await demandesEnAttente(unite);
    if (utilisateurs.length <= 1)
      aFaire.push({
        texte: 'Créez les utilisateurs qui déclareront pour votre organisme.',
        href: '/partenaire/utilisateurs/creer',
        bouton: 'Créer un utilisateur',
      });
    if (personne > 0) {
      aFaire.push({
        texte: `${compter(personne, 'rôle n’est attribué', 'rôles ne sont attribués')} à personne : la déclaration ne peut pas être complète.`,
        href: '/partenaire/habilitations?etat=non-attribue',
        bouton: 'Voir ce qui manque',
        urgent: true,
      });
    }
    tuiles.push({
      titre: 'Mes utilisateurs',
      href: '/partenaire/utilisateurs?acces=ouvert',
      icone: 'utilisateurs',
      chiffre: String(ouverts),
      texte: 'Créez, modifiez ou clôturez les accès des personnes de votre organisme.',
    });
    tuiles.push({
      titre: 'Habilitations d’action sociale',
      href: enAttente.href,
      icone: 'cle',
      texte:
        enAttente.nombre > 0
          ? `${compter(enAttente.nombre, 'demande')} en attente de validation par votre Caf${enAttente.href === CHEMIN_HABILITATIONS ? '' : ', sur des lieux d’implantation'}.`
          : 'Qui peut saisir, approuver et transmettre, pour chaque activité.',
    });
    tuiles.push({
      titre: 'Responsables habilitations',
      href: '/partenaire/responsables',
      icone: 'bouclier',
      texte: 'Confiez à d’autres une part de cette gestion, dans les limites que vous fixez.',
    });
  }
  const avis = await avisDeConvention(unite, await conventionsDuPartenaire(unite));
  return {
    avis,
    aFaire,
    ailleurs: await ailleursDe(unite, acteur, manquants, declarations.aFaire.length === 0),
    tuiles,
    annees: await anneesMontrees(unite, acteur),
    attentes: await attentesDe(unite),
  };
}

const CHEMIN_HABILITATIONS = '/partenaire/habilitations';

/** Requests that wait for the Caf, as the list of habilitations shows them: on activities, else on lieux. */
async function demandesEnAttente(
  unite: UniteDeLecture,
): Promise<{ readonly nombre: number; readonly href: string }> {
  for (const lieux of [false, true]) {
    const groupes = await rechercherHabilitations(unite, {
      utilisateur: '',
      role: '',
      activite: '',
      type: '',
      nature: '',
      etat: 'actif',
      lieux,
    });
    const nombre = groupes
      .flatMap(({ lignes }) => lignes)
      .filter(({ habilitation }) => habilitation?.etat === 'en-attente-caf').length;
    if (nombre > 0)
      return { nombre, href: lieux ? `${CHEMIN_HABILITATIONS}?lieux=oui` : CHEMIN_HABILITATIONS };
  }
  return { nombre: 0, href: CHEMIN_HABILITATIONS };
}

/** Equipments whose year is shown; beyond, the list of declarations says it shorter. */
const EQUIPEMENTS_MONTRES = 4;

/**
 * The current year of the equipments the person holds a role on, where they are few enough to be read at a
 * glance.
 */
async function anneesMontrees(unite: UniteDeLecture, acteur: ActeurPartenaire): Promise<AnneeNommee[]> {
  const equipements = [...new Set(acteur.habilitations.map(({ equipementId }) => equipementId))];
  if (equipements.length > EQUIPEMENTS_MONTRES || !peut(acteur, 'Declaration', 'lire')) return [];
  return anneesDesEquipements(unite, acteur.cafId, equipements, unite.aujourdhui.year);
}
