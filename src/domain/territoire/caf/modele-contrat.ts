import { z } from 'zod';
import { Caf, type ContactDeLaCaf } from '#src/domain/territoire/caf/caf.ts';
import { exigerAgent } from '#src/domain/territoire/caf/caf-de-l-agent.ts';
import { exigerVersion } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { ActionInterdite, ChampRefuse } from '#src/kernel/refus.ts';
import {
  courrielFacultatif,
  telephoneFacultatif,
  texteFacultatif,
  texteLong,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';

const contact = <const Prefixe extends string>(prefixe: Prefixe, libelle: string) => ({
  [`${prefixe}Nom`]: texteFacultatif(`${libelle} : nom`, 100),
  [`${prefixe}Prenom`]: texteFacultatif(`${libelle} : prénom`, 100),
  [`${prefixe}Courriel`]: courrielFacultatif(`${libelle} : adresse mail`),
  [`${prefixe}Telephone`]: telephoneFacultatif(`${libelle} : téléphone`),
});

/** Fields of the form by function of the contrat de service (source: slide D, Caf side). */
const CONTACTS = {
  administrateur: 'administrateur',
  'responsable-mcp': 'responsableMcp',
  'responsable-securite': 'responsableSecurite',
  'referent-cnil': 'referentCnil',
} as const;

export class ContactIncomplet extends ChampRefuse {
  constructor(champ: string) {
    super(champ, 'Indiquez le nom, le prénom et l’adresse mail de ce contact, ou laissez ses champs vides.');
  }
}

export class AutreCaf extends ActionInterdite {
  override readonly principe = 'Chaque Caf règle son propre modèle.';
  override readonly remedy: Remedy = {
    comment: 'Les agents de cette Caf le modifient.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('Ce modèle est celui d’une autre Caf.');
  }
}

/**
 * Sets what the Caf puts in each new contrat de service; existing contracts do not change.
 * @throws ContactIncomplet | VersionPerimee
 */
export const modifierModeleContrat = definirCommande({
  nom: 'caf.modifierModeleContrat',
  droit: ['Caf', 'modifier'],
  saisie: z
    .object({
      version: versionLue(),
      fonctionnementCentre: texteLong('Fonctionnement du centre de services'),
      horaires: texteLong('Horaires d’ouverture'),
      escaladeCaf: texteLong('Procédure d’escalade de la Caf'),
    })
    .and(
      z.object({
        ...contact('administrateur', 'Administrateur'),
        ...contact('responsableMcp', 'Responsable Mon Compte Partenaire'),
        ...contact('responsableSecurite', 'Responsable sécurité'),
        ...contact('referentCnil', 'Référent Cnil'),
      }),
    ),
  async charger({ em, acteur }, { version }) {
    const caf = await em.findOneOrFail(Caf, { id: exigerAgent(acteur).cafId });
    exigerVersion(caf, version);
    return caf;
  },
  condition({ acteur }, { id }) {
    if (exigerAgent(acteur).cafId !== id) throw new AutreCaf();
  },
  async executer(_unite, saisie, caf) {
    const champs: Readonly<Record<string, string | null>> = saisie;
    const interlocuteurs: Record<string, ContactDeLaCaf> = {};
    for (const [fonction, prefixe] of Object.entries(CONTACTS)) {
      const [nom, prenom, courriel, telephone] = ['Nom', 'Prenom', 'Courriel', 'Telephone'].map(
        (suffixe) => champs[`${prefixe}${suffixe}`] ?? null,
      );
      if (!nom && !prenom && !courriel) continue;
      if (!nom || !prenom || !courriel)
        throw new ContactIncomplet(`${prefixe}${nom ? (prenom ? 'Courriel' : 'Prenom') : 'Nom'}`);
      interlocuteurs[fonction] = { nom, prenom, courriel, telephone: telephone ?? null };
    }
    caf.modeleContrat = {
      fonctionnementCentre: saisie.fonctionnementCentre,
      horaires: saisie.horaires,
      escaladeCaf: saisie.escaladeCaf,
      interlocuteurs,
    };
    return caf;
  },
});
