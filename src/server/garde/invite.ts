import { appeler } from '#src/kernel/sql.ts';
import { fonction } from '#src/domain/contractualisation/tables.ts';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { RequestHandler } from 'express';
import { dateDe, type Horloge } from '#src/kernel/horloge.ts';
import { LienPerime, lireJeton } from '#src/domain/acces/compte/jeton.ts';

/** Turns the secret of an eligibility link into its actor, who may fill that form and nothing else. */
export function identifierInvite({
  orm,
  horloge,
}: {
  readonly orm: MikroORM;
  readonly horloge: Horloge;
}): RequestHandler {
  return async (req, _res, next) => {
    const secret = req.query['jeton'];
    const em = orm.em.fork();
    const jeton = await lireJeton(em, 'eligibilite', secret, dateDe(horloge));
    if (typeof secret !== 'string' || jeton?.etat !== 'valide' || jeton.sujetId === null)
      throw new LienPerime();
    const [formulaire] = await appeler(em, fonction('formulaire_invite', jeton.sujetId));
    if (!formulaire) throw new LienPerime();
    req.acteur = {
      type: 'invite',
      formulaireId: jeton.sujetId,
      cafId: formulaire.caf_id,
      fuseauHoraire: formulaire.fuseau,
      partenaireId: formulaire.partenaire_id,
    };
    req.identite = undefined;
    req.secretInvitation = secret;
    next();
  };
}
