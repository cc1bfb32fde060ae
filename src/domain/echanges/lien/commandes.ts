import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite, ChampRefuse } from '#src/kernel/refus.ts';
import { choix, entier, reference, texte, texteFacultatif, versionLue } from '#src/kernel/saisie/saisie.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { estPropre, leLien } from '#src/domain/echanges/lien/charger.ts';
import { CONTEXTES_DE_LIEN, LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';

export class AdresseInterdite extends ChampRefuse {
  constructor() {
    super(
      'url',
      'Cette adresse n’est pas acceptée : elle commence par https:// et désigne un site. Exemple : https://www.caf.fr/',
    );
  }
}
export class LienNational extends ActionInterdite {
  override readonly principe = 'Un lien national vaut pour toutes les Caf : aucune ne le change seule.';
  override readonly remedy: Remedy = { qui: { genre: 'exploitant' } };
  constructor() {
    super('Ce lien est national : il ne se modifie pas depuis une Caf. Ajoutez un lien propre à votre Caf.');
  }
}

/**
 * The address as it will be written in a page: https only, with a host and no credentials.
 * @throws AdresseInterdite
 */
export function lireAdresse(texteSaisi: string): string {
  let adresse: URL;
  try {
    adresse = new URL(texteSaisi);
  } catch {
    throw new AdresseInterdite();
  }
  if (
    adresse.protocol !== 'https:' ||
    !adresse.hostname.includes('.') ||
    adresse.username !== '' ||
    adresse.password !== ''
  )
    throw new AdresseInterdite();
  return adresse.href;
}

const LIEN = {
  contexte: choix('Endroit où le lien est proposé', CONTEXTES_DE_LIEN),
  libelle: texte('Libellé', 120),
  description: texteFacultatif('Description', 300),
  url: texte('Adresse', 2000),
  ordre: z.preprocess(
    (valeur) => (valeur === '' || valeur === undefined || valeur === null ? 0 : valeur),
    entier('Ordre').pipe(
      z
        .number()
        .min(0, { error: 'Ordre : un nombre positif est attendu.' })
        .max(9999, { error: 'Ordre : 9999 au plus.' }),
    ),
  ),
};

/** Adds a link for the agent's Caf; national when the application itself adds it. @throws AdresseInterdite */
export const creerLien = definirCommande({
  nom: 'lien.creer',
  droit: ['LienUtile', 'creer'],
  saisie: z.object(LIEN),
  executer(unite, saisie) {
    const caf = unite.acteur.type === 'agent' ? unite.acteur.cafId : null;
    const lien = unite.em.create(LienUtile, {
      id: randomUUID(),
      caf,
      ...saisie,
      url: lireAdresse(saisie.url),
    });
    unite.em.persist(lien);
    return Promise.resolve(lien);
  },
});

/** @throws LienNational */
function exigerPropre(unite: UniteDeLecture, lien: LienUtile): void {
  if (!estPropre(unite, lien)) throw new LienNational();
}

/** @throws AdresseInterdite | LienNational | VersionPerimee */
export const modifierLien = definirCommande({
  nom: 'lien.modifier',
  droit: ['LienUtile', 'modifier'],
  saisie: z.object({ lien: reference('Lien'), version: versionLue(), ...LIEN }),
  charger: leLien,
  condition: exigerPropre,
  async executer(unite, { lien: _id, version: _version, ...saisie }, lien) {
    unite.em.assign(lien, { ...saisie, url: lireAdresse(saisie.url) });
    return lien;
  },
});

/** @throws LienNational | VersionPerimee */
export const retirerLien = definirCommande({
  nom: 'lien.retirer',
  droit: ['LienUtile', 'retirer'],
  saisie: z.object({ lien: reference('Lien'), version: versionLue() }),
  charger: leLien,
  condition: exigerPropre,
  async executer(unite, _saisie, lien) {
    unite.em.remove(lien);
    return { id: lien.id };
  },
});
