/**
 * The composition root: every entity of the product, and what each context does for those before it. Whoever
 * opens the product's ORM comes by here.
 */
import type { MikroORM } from '@mikro-orm/postgresql';
import * as base from '#src/database/orm.ts';
import type { Delais } from '#src/database/connexion.ts';
import * as compte from '#src/domain/acces/compte/ports.ts';
import * as pourquoi from '#src/domain/acces/pourquoi/ports.ts';
import * as convention from '#src/domain/contractualisation/vie/ports.ts';
import { declarationsDe } from '#src/domain/declaration/conventionnement.ts';
import { ouvrirAdministrateur } from '#src/domain/delegation/convention/ouvrir-administrateur.ts';
import { rolesDuJour } from '#src/kernel/roles.ts';
import { appliquerLaSuite, direLaSuite } from '#src/domain/delegation/convention/suite-des-roles.ts';
import { habilitationsDuLieu } from '#src/domain/delegation/habilitation/lieu.ts';
import { attenteDe, titulairesDe } from '#src/domain/delegation/pourquoi/qui.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';
import { reporterLAdresse } from '#src/domain/delegation/utilisateur/adresse.ts';
import * as equipement from '#src/domain/equipement/ports.ts';
import * as sujets from '#src/domain/politique/sujets.ts';
import { pendantUneCampagne } from '#src/domain/declaration/campagne/effets.ts';
import { sujetsEnSql } from '#src/domain/suivi/decisions/sujets.ts';
import * as activation from '#src/domain/politique/activation/ports.ts';
import { suivre } from '#src/domain/suivi/referentiels/charger.ts';
import * as reprise from '#src/domain/politique/reprise/ports.ts';
import { appliquer, verrouiller } from '#src/domain/suivi/reprise/suites.ts';
import { exigerPortsRemplis } from '#src/kernel/port.ts';
import { ENTITES } from '#src/cli/entites.ts';

compte.reporterLAdresse.remplir(reporterLAdresse);
pourquoi.titulairesDe.remplir(titulairesDe);
pourquoi.attenteDe.remplir(attenteDe);
activation.suivreReferentiel.remplir(suivre);
reprise.verrouiller.remplir(verrouiller);
reprise.appliquer.remplir(appliquer);
convention.ouvrirAdministrateur.remplir(ouvrirAdministrateur);
convention.appliquerLaSuite.remplir(async (unite, une) =>
  direLaSuite(rolesDuJour(unite), await appliquerLaSuite(unite, une)),
);
convention.prevenirAdministrateurs.remplir(prevenirAdministrateurs);
equipement.habilitationsDuLieu.remplir(habilitationsDuLieu);
equipement.declarationsDuConventionnement.remplir(declarationsDe);
sujets.sujetsEnSql.remplir(sujetsEnSql);
sujets.pendantUneCampagne.remplir(pendantUneCampagne);
exigerPortsRemplis();

/** The application's ORM: see {@link base.ouvrirOrm}. */
export const ouvrirOrm = (url: string, connexions?: number, delais?: Delais): Promise<MikroORM> =>
  base.ouvrirOrm(ENTITES, url, connexions, delais);

/** The owner's ORM, for migrations and the journal's upkeep. */
export const ouvrirOrmProprietaire = (url: string): Promise<MikroORM> =>
  base.ouvrirOrmProprietaire(ENTITES, url);
