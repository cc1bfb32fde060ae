import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';
import { prochainPrefixe } from '#src/domain/territoire/caf/numerotation.ts';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite, DejaPris } from '#src/kernel/refus.ts';
import { choix, nom, reference, texte, texteFacultatif, versionLue } from '#src/kernel/saisie/saisie.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { localiser } from '#src/domain/territoire/commune/communes.ts';
import { codePostal } from '#src/domain/territoire/commune/saisie.ts';
import { FORMES_JURIDIQUES, Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';
import { lireSiren } from '#src/domain/contractualisation/organisme/siren.ts';
import { Partenaire } from '#src/domain/contractualisation/organisme/partenaire.ts';

export class DejaPartenaire extends DejaPris {
  constructor(nom: string) {
    const message = `Cet organisme est déjà partenaire de votre Caf sous le nom « ${nom} » : ouvrez sa fiche au lieu de le recréer.`;
    super(message, { siren: message });
  }
}
export class OrganismeDUneAutreCaf extends ActionInterdite {
  override readonly principe = 'L’identité d’un organisme se corrige par une Caf dont il est partenaire.';
  override readonly remedy: Remedy = {
    comment: 'Une Caf dont il est partenaire peut la corriger.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super(
      'Cet organisme n’est pas partenaire de votre Caf : son identité ne peut être modifiée que par une Caf dont il est partenaire.',
    );
  }
}

const identite = {
  raisonSociale: nom('Dénomination'),
  forme: choix('Forme juridique', FORMES_JURIDIQUES),
  adresse: texteFacultatif('Adresse'),
  codePostal: codePostal(),
  communeCode: texteFacultatif('Commune'),
};

function lieuDe(saisie: { readonly communeCode: string | null; readonly codePostal: string | null }) {
  if (saisie.communeCode !== null) return localiser(saisie.communeCode, saisie.codePostal);
  return { communeCode: null, commune: null, codePostal: saisie.codePostal };
}

/**
 * Records an organisation as a partner of the agent's Caf. Known nationally by its SIREN, it is taken as it
 * is:
 * its identity is shared by all Caf and is changed on its own page.
 * @throws SirenIncorrect | CommuneInconnue | CodePostalIncorrect | DejaPartenaire
 */
export const creerOrganismePartenaire = definirCommande({
  nom: 'partenaire.creer',
  droit: ['Partenaire', 'creer'],
  saisie: z.object({ siren: texte('Numéro Siren', 20), ...identite }),
  async executer(unite, saisie) {
    const { cafId } = exigerAgent(unite.acteur);
    const siren = lireSiren(saisie.siren);
    const connu = await unite.em.findOne(Organisme, { siren });
    const organisme =
      connu ??
      unite.em.create(Organisme, {
        id: randomUUID(),
        siren,
        raisonSociale: saisie.raisonSociale,
        forme: saisie.forme,
        adresse: saisie.adresse,
        ...lieuDe(saisie),
      });
    if (connu) {
      const existant = await unite.em.findOne(Partenaire, { caf: cafId, organisme: connu.id });
      if (existant) throw new DejaPartenaire(existant.nom);
    } else {
      unite.em.persist(organisme);
    }
    const partenaire = unite.em.create(Partenaire, {
      id: randomUUID(),
      caf: cafId,
      organisme,
      nom: organisme.raisonSociale,
      prefixe: await prochainPrefixe(unite, cafId),
      creeLe: unite.maintenant,
    });
    unite.em.persist(partenaire);
    return partenaire;
  },
});

/** The organisation's partner record at the agent's Caf. @throws AgentRequis | OrganismeDUneAutreCaf */
async function exigerPartenaire(unite: UniteDeLecture, { id }: Organisme): Promise<Partenaire> {
  const { cafId } = exigerAgent(unite.acteur);
  const partenaire = await unite.em.findOne(Partenaire, { caf: cafId, organisme: id });
  if (!partenaire) throw new OrganismeDUneAutreCaf();
  return partenaire;
}

/**
 * Corrects the identity of an organisation; the name follows on its partner record at this Caf.
 * @throws OrganismeDUneAutreCaf | CommuneInconnue | CodePostalIncorrect | VersionPerimee
 */
export const modifierOrganisme = definirCommande({
  nom: 'organisme.modifier',
  droit: ['Organisme', 'modifier'],
  saisie: z.object({ organisme: reference('Organisme'), version: versionLue(), ...identite }),
  charger: (unite, { organisme, version }) =>
    chargerPourModifier(unite, Organisme, organisme, version, 'Organisme'),
  condition: exigerPartenaire,
  async executer(unite, saisie, organisme, partenaire) {
    unite.em.assign(organisme, {
      raisonSociale: saisie.raisonSociale,
      forme: saisie.forme,
      adresse: saisie.adresse,
      ...lieuDe(saisie),
    });
    partenaire.nom = organisme.raisonSociale;
    return organisme;
  },
});
