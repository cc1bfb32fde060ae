import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  BulletinAdhesion,
  PORTEES,
  type Portee,
} from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import {
  BulletinExistant,
  CafInconnue,
  CafsRequises,
  ClotureHorsPeriode,
  ConventionActiveRequise,
  RoleHorsService,
  ServiceNonAutorise,
} from '#src/domain/contractualisation/bulletin/refus.ts';
import { annuaireDesCaf } from '#src/domain/territoire/caf/annuaire.ts';
import { charger, chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { choix, jourFacultatif, liste, reference, texte, versionLue } from '#src/kernel/saisie/saisie.ts';
import { ContratService } from '#src/domain/contractualisation/contrat/contrat-service.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { etatDeLaConvention, finEffective } from '#src/domain/contractualisation/convention/etat.ts';
import { ServiceInconnu } from '#src/domain/contractualisation/service/refus.ts';
import { Service } from '#src/domain/contractualisation/service/service.ts';

const OUVERTURE = {
  portee: choix('Portée', PORTEES),
  cafs: liste('Caf concernées'),
  roles: liste('Rôles ouverts'),
};

/** @throws ConventionActiveRequise */
function exigerConventionActive({ aujourdhui }: UniteDeLecture, convention: Convention): void {
  if (convention.etat !== 'active' || etatDeLaConvention(convention, aujourdhui) !== 'active')
    throw new ConventionActiveRequise();
}

/** @throws ConventionActiveRequise */
async function exigerSousConventionActive(
  unite: UniteDeLecture,
  { convention }: BulletinAdhesion,
): Promise<Convention> {
  const lue = await unite.em.findOneOrFail(Convention, { id: convention.id });
  if (etatDeLaConvention(lue, unite.aujourdhui) !== 'active') throw new ConventionActiveRequise();
  return lue;
}

/**
 * Opens a service under an active convention: one bulletin per service, among those the contract authorises.
 * @throws ConventionActiveRequise | ServiceInconnu | ServiceNonAutorise | BulletinExistant | RoleHorsService
 *   | CafsRequises | CafInconnue
 */
export const creerBulletin = definirCommande({
  nom: 'bulletin.creer',
  droit: ['BulletinAdhesion', 'creer'],
  saisie: z.object({ convention: reference('Convention'), service: texte('Service', 40), ...OUVERTURE }),
  async charger(unite, saisie) {
    const convention = await charger(unite, Convention, saisie.convention, 'Convention');
    await unite.em.lock(convention, LockMode.PESSIMISTIC_READ);
    return convention;
  },
  condition: exigerConventionActive,
  async executer(unite, saisie, convention) {
    const service = await unite.em.findOne(Service, { id: saisie.service, actif: true });
    if (!service) throw new ServiceInconnu('service');
    const contrats = await unite.em.find(ContratService, { convention: convention.id, etat: 'actif' });
    if (!contrats.some(({ servicesAutorises }) => servicesAutorises.includes(service.id)))
      throw new ServiceNonAutorise(service.libelle);
    if ((await unite.em.count(BulletinAdhesion, { convention: convention.id, service: service.id })) > 0)
      throw new BulletinExistant(service.libelle);
    const aujourdhui = unite.aujourdhui.toString();
    const bulletin = unite.em.create(BulletinAdhesion, {
      id: randomUUID(),
      caf: convention.caf,
      partenaire: convention.partenaire,
      convention,
      service,
      portee: saisie.portee,
      roles: rolesOuverts(service, saisie.roles),
      cafs: await cafsListees(unite, saisie.portee, saisie.cafs, convention.caf.id),
      du: convention.du > aujourdhui ? convention.du : aujourdhui,
      au: convention.au,
    });
    unite.em.persist(bulletin);
    return bulletin;
  },
});

/** @throws RoleHorsService when none is chosen or one is not of the service */
function rolesOuverts(service: Service, choisis: readonly string[]): readonly string[] {
  const connus = service.roles.map(({ code }) => code);
  if (choisis.length === 0 || choisis.some((code) => !connus.includes(code)))
    throw new RoleHorsService(
      service.libelle,
      service.roles.map(({ libelle }) => libelle),
    );
  return connus.filter((code) => choisis.includes(code));
}

/**
 * Caf a bulletin lists: the partner's own and the others chosen when it is multi-caf; none otherwise.
 * @throws CafsRequises | CafInconnue
 */
async function cafsListees(
  unite: UniteDeLecture,
  portee: Portee,
  choisies: readonly string[],
  propre: string,
): Promise<readonly string[]> {
  if (portee !== 'multi-caf') return [];
  const autres = choisies.filter((code) => code !== propre);
  if (autres.length === 0) throw new CafsRequises();
  const connues = new Set((await annuaireDesCaf(unite)).map(({ id }) => id));
  if (autres.some((code) => !connues.has(code))) throw new CafInconnue();
  return [propre, ...[...autres].sort()];
}

/**
 * Changes what a bulletin opens, or closes it before the convention's term (`au`: first day without the
 * service).
 * @throws RoleHorsService | CafsRequises | CafInconnue | ClotureHorsPeriode | VersionPerimee
 */
export const modifierBulletin = definirCommande({
  nom: 'bulletin.modifier',
  droit: ['BulletinAdhesion', 'modifier'],
  saisie: z.object({
    bulletin: reference('Bulletin d’adhésion'),
    version: versionLue(),
    ...OUVERTURE,
    au: jourFacultatif('Date de clôture'),
  }),
  charger: (unite, { bulletin, version }) =>
    chargerPourModifier(unite, BulletinAdhesion, bulletin, version, 'Bulletin d’adhésion'),
  condition: exigerSousConventionActive,
  async executer(unite, saisie, bulletin, convention) {
    const service = await unite.em.findOneOrFail(Service, { id: bulletin.service.id });
    const fin = finEffective(convention);
    const au = saisie.au ?? fin;
    if (au <= bulletin.du || au > fin) throw new ClotureHorsPeriode();
    unite.em.assign(bulletin, {
      portee: saisie.portee,
      roles: rolesOuverts(service, saisie.roles),
      cafs: await cafsListees(unite, saisie.portee, saisie.cafs, convention.caf.id),
      au,
    });
    return bulletin;
  },
});
