import type { RequestHandler } from 'express';
import { jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { ActeFermeParLaConvention, fermeturesDe } from '#src/domain/contractualisation/echeance/echeance.ts';
import '#src/server/requete.ts';

/**
 * Lets a partner's user in as long as the rule file `echeance` lets him read under the convention of his
 * partner.
 * Reading asks for a convention and not for a bulletin: what the profile tells is enough. @throws
 * ActeFermeParLaConvention
 */
export function consultationOuverte({
  registre,
  horloge,
}: {
  readonly registre: Registre;
  readonly horloge: Horloge;
}): RequestHandler {
  return async (req, _res, next) => {
    const { acteur, identite } = req;
    if (acteur?.type !== 'partenaire' || !identite) return next();
    const etat = identite.convention?.etat ?? 'aucune';
    const situation = {
      etat: etat === 'a-venir' ? 'en-preparation' : etat,
      fin: identite.convention?.au ?? null,
      bulletinActif: true,
    } as const;
    const origines = await fermeturesDe('consulter', situation, {
      registre,
      aujourdhui: jourA(horloge, acteur.fuseauHoraire).toString(),
    });
    if (origines.length > 0)
      throw new ActeFermeParLaConvention(
        origines.flatMap(({ constats }) => constats),
        origines,
      );
    next();
  };
}
