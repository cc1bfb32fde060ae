import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { declarationsACommencer } from '#src/domain/declaration/a-commencer.ts';
import { peutSur } from '#src/domain/declaration/acces.ts';
import { declarationsEnCours, type DeclarationEnCours } from '#src/domain/declaration/en-cours.ts';
import { APPROUVER, saisir } from '#src/kernel/roles.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import type { AFaire, TuileAccueil } from '#src/portal/accueil/page.tsx';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declarations/chemins.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';

/** Lines shown before the rest is left to the list of declarations. */
const LIGNES_MONTREES = 5;

/** What the declarations ask of the person, by his roles: to begin, to go on with, to correct, to approve. */
export async function tachesDeDeclaration(
  unite: UniteDeLecture,
  acteur: ActeurPartenaire,
): Promise<{ aFaire: AFaire[]; tuile: TuileAccueil | null }> {
  if (!peut(acteur, 'Declaration', 'lire')) return { aFaire: [], tuile: null };
  const aCommencer = (await declarationsACommencer(unite)).filter(({ pourquoi }) => pourquoi === null);
  const enCours = await declarationsEnCours(unite, LIGNES_MONTREES);
  const aFaire = [
    ...enCours.chezLePartenaire.flatMap((ligne) => tacheDe(ligne, acteur) ?? []),
    ...aCommencer.map(
      (une): AFaire => ({
        texte: `${une.equipement.nom} : la déclaration ${une.perenniteLibelle.toLowerCase()} ${une.exercice} est ouverte, à commencer avant le ${dateFr(une.fermeLe)}.`,
        href: CHEMIN_DECLARATIONS,
        bouton: 'Commencer',
      }),
    ),
  ];
  const { caf: chezLaCaf, partenaire: chezVous } = enCours.nombre;
  // One number, one link: that of what the partner still has in hand; the rest is said beside it.
  const montre = chezVous > 0 ? 'chez-vous' : chezLaCaf > 0 ? 'chez-la-caf' : null;
  return {
    aFaire: aFaire.slice(0, LIGNES_MONTREES),
    tuile: {
      titre: 'Déclarations',
      href: montre === null ? CHEMIN_DECLARATIONS : `${CHEMIN_DECLARATIONS}?etat=${montre}`,
      icone: 'declaration',
      attention: aFaire.length > 0,
      chiffre: montre === null ? undefined : String(montre === 'chez-vous' ? chezVous : chezLaCaf),
      texte:
        montre === null
          ? 'Saisissez, approuvez et suivez vos déclarations de données.'
          : montre === 'chez-vous'
            ? `En cours chez vous ; ${compter(chezLaCaf, 'autre', 'autres')} chez votre Caf.`
            : 'Chez votre Caf ; rien n’est en cours chez vous.',
    },
  };
}

/** The task a declaration is for this person, if it is one. */
function tacheDe(ligne: DeclarationEnCours, acteur: ActeurPartenaire): AFaire | null {
  const nom = `${ligne.equipement.nom} : déclaration ${ligne.perenniteLibelle.toLowerCase()} ${ligne.exercice}`;
  const href = cheminDe(ligne.id);
  if (ligne.etat === 'a-approuver') {
    return peutSur(acteur, ligne.equipement.id, [APPROUVER])
      ? { texte: `${nom}, à approuver et à transmettre à la Caf.`, href, bouton: 'Examiner', urgent: true }
      : null;
  }
  const mesVolets = [
    !ligne.activiteTerminee &&
      peutSur(acteur, ligne.equipement.id, [saisir('activite')]) &&
      'données d’activité',
    !ligne.financesTerminees &&
      peutSur(acteur, ligne.equipement.id, [saisir('finances')]) &&
      'données financières',
  ].filter((volet): volet is string => typeof volet === 'string');
  if (mesVolets.length === 0) return null;
  const quoi = mesVolets.join(' et ');
  if (ligne.etat === 'renvoyee')
    return {
      texte: `${nom}, renvoyée par l’approbateur : ${quoi} à corriger.`,
      href,
      bouton: 'Corriger',
      urgent: true,
    };
  if (ligne.etat === 'retournee')
    return {
      texte: `${nom}, retournée par la Caf : ${quoi} à corriger.`,
      href,
      bouton: 'Corriger',
      urgent: true,
    };
  return { texte: `${nom} : ${quoi} à compléter.`, href, bouton: 'Continuer' };
}
