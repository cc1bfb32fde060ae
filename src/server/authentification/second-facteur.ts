import type { CompteOuvert } from '#src/domain/acces/compte/profils.ts';
import {
  CodeFaux,
  codeDeSecoursLu,
  lireSecondFacteur,
  prendreLePas,
  utiliserCodeDeSecours,
} from '#src/domain/acces/compte/second-facteur.ts';
import { pasDuCode } from '#src/domain/acces/compte/totp.ts';
import { SYSTEME_ACCES, type Services } from '#src/server/services.ts';

type Outils = Pick<Services, 'orm' | 'secretBox' | 'horloge' | 'executeur'>;
type Compte = Pick<CompteOuvert, 'id' | 'courriel'>;

/** Whether a code opens the account: that of the telephone, or one kept on paper. Either serves once. */
export async function codeAccepte(
  { orm, secretBox, horloge, executeur }: Outils,
  compte: Compte,
  saisi: string,
  requeteId: string,
): Promise<boolean> {
  const em = orm.em.fork();
  const secours = codeDeSecoursLu(saisi);
  if (secours !== null) {
    try {
      await executeur.executer(
        SYSTEME_ACCES,
        utiliserCodeDeSecours,
        { compteId: compte.id, code: secours, courriel: compte.courriel },
        requeteId,
      );
      return true;
    } catch (erreur) {
      if (erreur instanceof CodeFaux) return false;
      throw erreur;
    }
  }
  const facteur = await lireSecondFacteur(em, compte.id);
  const secret = facteur?.actif ? secretBox.ouvrir(facteur.secret, compte.id) : null;
  const pas = secret && pasDuCode(secret, saisi.replace(/\s/g, ''), horloge.maintenant().epochMilliseconds);
  return pas !== null && (await prendreLePas(em, compte.id, pas));
}
