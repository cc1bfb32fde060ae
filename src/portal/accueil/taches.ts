import type { ActeurPartenaire } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { anneesDesEquipements, type AnneeNommee } from '#src/domain/declaration/annee.ts';
import { peut } from '#src/domain/droits/droits.ts';
import { compterRolesManquants, rechercherHabilitations } from '#src/domain/habilitation/lectures.ts';
import { listerUtilisateurs, utilisateursOuverts } from '#src/domain/utilisateur/lectures.ts';
import { compter } from '#src/portal/format.ts';
import type { AFaire, TuileAccueil } from '#src/portal/accueil/page.tsx';
import { tachesDeDeclaration } from '#src/portal/accueil/taches-declarations.ts';

/** What the home page shows: what waits for the person, and the tiles his rights open. */
export async function accueilDe(unite: UniteDeLecture, acteur: ActeurPartenaire): Promise<{ aFaire: AFaire[]; tuiles: TuileAccueil[]; annees: AnneeNommee[] }> {
  const declarations = await tachesDeDeclaration(unite, acteur);
  const aFaire: AFaire[] = [...declarations.aFaire];
  const tuiles: TuileAccueil[] = declarations.tuile ? [declarations.tuile] : [];
  if (peut(acteur, 'Habilitation', 'affecter')) {
    const utilisateurs = await utilisateursOuverts(unite, unite.aujourdhui.toString());
    const manquants = await compterRolesManquants(unite);
    const { total: ouverts } = await listerUtilisateurs(unite, { identifiant: '', nom: '', prenom: '', groupe: '', acces: 'ouvert' }, { cle: 'nom', sens: 'asc' }, { numero: 1, taille: 1 });
    const enAttente = await demandesEnAttente(unite);
    if (utilisateurs.length <= 1) aFaire.push({ texte: 'Créez les utilisateurs qui déclareront pour votre organisme.', href: '/partenaire/utilisateurs/creer', bouton: 'Créer un utilisateur' });
    if (manquants > 0) {
      aFaire.push({ texte: `${compter(manquants, 'rôle n\'est attribué', 'rôles ne sont attribués')} à personne : la déclaration ne peut pas être complète.`, href: '/partenaire/habilitations?etat=non-attribue', bouton: 'Voir ce qui manque', urgent: true });
    }
    tuiles.push({ titre: 'Mes utilisateurs', href: '/partenaire/utilisateurs?acces=ouvert', icone: 'utilisateurs', chiffre: String(ouverts), texte: 'Créez, modifiez ou clôturez les accès des personnes de votre organisme.' });
    tuiles.push({
      titre: "Habilitations d'action sociale", href: enAttente.href, icone: 'cle',
      texte: enAttente.nombre > 0 ? `${compter(enAttente.nombre, 'demande')} en attente de validation par votre Caf${enAttente.href === CHEMIN_HABILITATIONS ? '' : ', sur des lieux d’implantation'}.` : 'Qui peut saisir, approuver et transmettre, pour chaque activité.',
    });
    tuiles.push({ titre: 'Responsables habilitations', href: '/partenaire/responsables', icone: 'bouclier', texte: 'Confiez à d\'autres une part de cette gestion, dans les limites que vous fixez.' });
  }
  return { aFaire, tuiles, annees: await anneesMontrees(unite, acteur) };
}

const CHEMIN_HABILITATIONS = '/partenaire/habilitations';

/** Requests that wait for the Caf, as the list of habilitations shows them: on activities, else on lieux. */
async function demandesEnAttente(unite: UniteDeLecture): Promise<{ readonly nombre: number; readonly href: string }> {
  for (const lieux of [false, true]) {
    const groupes = await rechercherHabilitations(unite, { utilisateur: '', role: '', activite: '', type: '', nature: '', etat: 'actif', lieux });
    const nombre = groupes.flatMap(({ lignes }) => lignes).filter(({ habilitation }) => habilitation?.etat === 'en-attente-caf').length;
    if (nombre > 0) return { nombre, href: lieux ? `${CHEMIN_HABILITATIONS}?lieux=oui` : CHEMIN_HABILITATIONS };
  }
  return { nombre: 0, href: CHEMIN_HABILITATIONS };
}

/** Equipments whose year is shown; beyond, the list of declarations says it shorter. */
const EQUIPEMENTS_MONTRES = 4;

/** The current year of the equipments the person holds a role on, where they are few enough to be read at a glance. */
async function anneesMontrees(unite: UniteDeLecture, acteur: ActeurPartenaire): Promise<AnneeNommee[]> {
  const equipements = [...new Set(acteur.habilitations.map(({ equipementId }) => equipementId))];
  if (equipements.length > EQUIPEMENTS_MONTRES || !peut(acteur, 'Declaration', 'lire')) return [];
  return anneesDesEquipements(unite, acteur.cafId, equipements, unite.aujourdhui.year);
}
