import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { chargerPourModifier } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite, ChampRefuse, DejaPris, EtatIncompatible } from '#src/kernel/refus.ts';
import {
  caseACocher,
  choix,
  courriel,
  jour,
  jourFacultatif,
  nom,
  reference,
  texteFacultatif,
  versionLue,
} from '#src/kernel/saisie/saisie.ts';
import { PROFILS_AGENT } from '#src/kernel/roles.ts';
import { AgentCaf, Analyste } from '#src/domain/acces/compte/compte.ts';
import type { Remedy } from '#src/kernel/droits/remedy.ts';
import { inviter } from '#src/domain/acces/compte/inviter.ts';

export class CafInconnue extends ChampRefuse {
  constructor() {
    super('caf', 'Cette Caf n’existe pas. Vérifiez son code.');
  }
}
export class AutreCaf extends ActionInterdite {
  constructor() {
    super('Vous ne pouvez créer un agent que dans votre Caf.');
  }
}
export class AgentExistant extends DejaPris {
  constructor() {
    const message = 'Cette personne est déjà agent de cette Caf.';
    super(message, { courriel: message });
  }
}
export class AnalysteExistant extends DejaPris {
  constructor() {
    const message = 'Cette personne est déjà analyste.';
    super(message, { courriel: message });
  }
}
export class ClotureDeSoiMeme extends ActionInterdite {
  override readonly principe = 'Nul ne ferme son propre accès.';
  override readonly remedy: Remedy;
  constructor(compteId: string) {
    super('Vous ne pouvez pas clore votre propre accès. Demandez-le à un autre responsable.');
    this.remedy = { qui: { genre: 'droit', droit: ['AgentCaf', 'cloturer'], sauf: compteId } };
  }
}
export class AgentDejaClos extends EtatIncompatible {
  override readonly remedy: Remedy = {
    comment: 'Un accès clôturé ne se rouvre pas.',
    qui: { genre: 'personne' },
  };
  constructor() {
    super('L’accès de cet agent est déjà clôturé.');
  }
}
export class CloturePassee extends ChampRefuse {
  constructor() {
    super('closLe', 'La date de clôture ne peut pas précéder aujourd’hui.');
  }
}

const PERSONNE = { nom: nom('Nom', 100), prenom: nom('Prénom', 100), courriel: courriel('Adresse mail') };
/** Read for the application itself only: a person cannot mark an account as a demonstration's. */
const DEMONSTRATION = { demonstration: caseACocher(), sansCourriel: caseACocher() };

/**
 * Gives a person the access of an agent of a Caf, and invites him by mail.
 * @throws AutreCaf | CafInconnue | AgentExistant
 */
export const creerAgent = definirCommande({
  nom: 'agent.creer',
  droit: ['AgentCaf', 'creer'],
  saisie: z.object({
    caf: texteFacultatif('Caf', 10),
    ...PERSONNE,
    profil: choix('Profil', PROFILS_AGENT),
    ouvertLe: jourFacultatif('Date d’ouverture'),
    ...DEMONSTRATION,
  }),
  async executer(unite, saisie) {
    const { acteur } = unite;
    const cafId = saisie.caf ?? (acteur.type === 'agent' ? acteur.cafId : '');
    if (acteur.type === 'agent' && cafId !== acteur.cafId) throw new AutreCaf();
    const caf = await unite.em.findOne(Caf, { id: cafId });
    if (!caf) throw new CafInconnue();
    const { nom, prenom, courriel: adresse, profil } = saisie;
    const systeme = acteur.type === 'systeme';
    const personne = {
      courriel: adresse,
      prenom,
      cafId,
      organisme: caf.nom,
      demonstration: systeme && saisie.demonstration,
    };
    const { compteId } = await inviter(unite, { ...personne, sansCourriel: true });
    if ((await unite.em.count(AgentCaf, { caf: cafId, compte: compteId })) > 0) throw new AgentExistant();
    const agent = unite.em.create(AgentCaf, {
      id: randomUUID(),
      caf,
      compte: compteId,
      nom,
      prenom,
      courriel: adresse,
      profil,
      ouvertLe: saisie.ouvertLe ?? unite.aujourdhui.toString(),
    });
    unite.em.persist(agent);
    await unite.em.flush();
    // The link is for the account of an agent of one's own: the database lets it be made once the agent is
    // written.
    if (!systeme || !saisie.sansCourriel) await inviter(unite, personne);
    return agent;
  },
});

/** @throws ClotureDeSoiMeme | AgentDejaClos */
function exigerClosable({ acteur, aujourdhui }: UniteDeLecture, { id, closLe }: AgentCaf): void {
  if (acteur.type === 'agent' && acteur.agentId === id) throw new ClotureDeSoiMeme(acteur.compteId);
  if (closLe && closLe <= aujourdhui.toString()) throw new AgentDejaClos();
}

/**
 * Ends the access of an agent; `closLe` is the first day without it.
 * @throws ClotureDeSoiMeme | CloturePassee | VersionPerimee
 */
export const cloturerAgent = definirCommande({
  nom: 'agent.cloturer',
  droit: ['AgentCaf', 'cloturer'],
  saisie: z.object({ agent: reference('Agent'), version: versionLue(), closLe: jour('Date de clôture') }),
  charger: (unite, { agent, version }) => chargerPourModifier(unite, AgentCaf, agent, version, 'Agent'),
  condition: exigerClosable,
  async executer(unite, saisie, agent) {
    if (saisie.closLe < unite.aujourdhui.toString()) throw new CloturePassee();
    agent.closLe = saisie.closLe;
    return agent;
  },
});

/** Gives a person the access of a policy analyst, and invites him by mail. @throws AnalysteExistant */
export const creerAnalyste = definirCommande({
  nom: 'analyste.creer',
  droit: ['Analyste', 'creer'],
  saisie: z.object({ ...PERSONNE, ...DEMONSTRATION }),
  async executer(unite, { nom, prenom, courriel: adresse, demonstration, sansCourriel }) {
    const { compteId } = await inviter(unite, {
      courriel: adresse,
      prenom,
      cafId: null,
      organisme: 'Mon Compte Partenaire',
      demonstration,
      sansCourriel,
    });
    if ((await unite.em.count(Analyste, { compte: compteId })) > 0) throw new AnalysteExistant();
    const analyste = unite.em.create(Analyste, {
      id: randomUUID(),
      compte: compteId,
      nom,
      prenom,
      courriel: adresse,
      ouvertLe: unite.aujourdhui.toString(),
    });
    unite.em.persist(analyste);
    return analyste;
  },
});
