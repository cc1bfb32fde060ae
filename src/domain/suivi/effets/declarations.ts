/** Consequences on declarations under way. */
import { LIBELLES_ETAT } from '#src/domain/declaration/libelles.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import type { DeclarationSnapshot, Snapshot } from '#src/domain/suivi/effets/snapshot.ts';
import { APPROUVER, aUneCapacite, saisir, type Capacite } from '#src/kernel/roles.ts';
import type { Effet } from './effet.ts';
import { un, parCle } from './effet.ts';
import { tient } from './roles.ts';

const CHEZ_LE_PARTENAIRE: ReadonlySet<EtatDeclaration> = new Set([
  'brouillon',
  'renvoyee',
  'retournee',
  'a-approuver',
]);

/** A campaign that closes: what was begun in it waits. */
export function campagneFermee(avant: Snapshot, apres: Snapshot): Effet[] {
  if (avant.campagnes.length <= apres.campagnes.length) return [];
  const commencees = avant.declarations.filter(({ etat }) => CHEZ_LE_PARTENAIRE.has(etat));
  if (commencees.length === 0) return [];
  return [
    {
      cle: 'campagne',
      grave: true,
      titre: `${un(commencees.length, 'déclaration commencée n’est pas transmise', 'déclarations commencées ne sont pas transmises')} : ce qui est saisi est conservé.`,
      elements: commencees.map(({ nom, etat }) => `${nom} (${LIBELLES_ETAT[etat].toLowerCase()})`),
    },
  ];
}

/** What a declaration still waits for from the partner, and who may give it. */
function manqueA(
  { etat, activiteTerminee, financesTerminees, equipementId }: DeclarationSnapshot,
  snapshot: Snapshot,
): string[] {
  const enSaisie = etat !== 'a-approuver';
  const peut = (capacite: Capacite, acte: 'saisir' | 'transmettre') =>
    !snapshot.fermetures[acte] &&
    snapshot.roles.some(
      (un) => tient(un) && aUneCapacite(un.role, [capacite]) && un.equipementId === equipementId,
    );
  return [
    ...(enSaisie && !activiteTerminee && !peut(saisir('activite'), 'saisir')
      ? ['les données d’activité']
      : []),
    ...(enSaisie && !financesTerminees && !peut(saisir('finances'), 'saisir')
      ? ['les données financières']
      : []),
    ...(peut(APPROUVER, 'transmettre') ? [] : ['la transmission']),
  ];
}

/** Drafts that somebody could carry on, and nobody can any more. */
export function declarationsArretees(avant: Snapshot, apres: Snapshot): Effet[] {
  const ensuite = parCle(apres.declarations);
  const elements = avant.declarations.flatMap((declaration) => {
    const apresActe = ensuite.get(declaration.cle);
    if (!apresActe || !CHEZ_LE_PARTENAIRE.has(declaration.etat)) return [];
    const deja = manqueA(declaration, avant);
    const manque = manqueA(apresActe, apres).filter((quoi) => !deja.includes(quoi));
    return manque.length > 0
      ? [
          `${declaration.nom} (${LIBELLES_ETAT[declaration.etat].toLowerCase()}) : plus personne pour ${manque.join(', ')}`,
        ]
      : [];
  });
  return elements.length > 0
    ? [
        {
          cle: 'declarations',
          grave: true,
          titre: `${un(elements.length, 'déclaration commencée s’arrête', 'déclarations commencées s’arrêtent')}, ce qui est saisi est conservé :`,
          elements,
        },
      ]
    : [];
}

/** Declarations whose state changes. */
export function declarationsDeplacees(avant: Snapshot, apres: Snapshot): Effet[] {
  const ensuite = parCle(apres.declarations);
  const elements = avant.declarations.flatMap(({ cle, nom, etat }) => {
    const nouvel = ensuite.get(cle)?.etat;
    return nouvel && nouvel !== etat
      ? [`${nom} : « ${LIBELLES_ETAT[etat]} » devient « ${LIBELLES_ETAT[nouvel]} »`]
      : [];
  });
  return elements.length > 0
    ? [
        {
          cle: 'etats',
          grave: false,
          titre: `${un(elements.length, 'déclaration change', 'déclarations changent')} d’état.`,
          elements,
        },
      ]
    : [];
}
