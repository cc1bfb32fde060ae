import type { SessionGestion } from '#admin/definition/types/page.ts';
import { FUSEAU_NATIONAL } from '#src/kernel/horloge.ts';
import type { Request } from 'express';
import { nomDe, type Acteur } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';
import { LIBELLES_PROFIL } from '#src/kernel/roles.ts';

/** The back-office was asked something with nobody signed in: nothing is answered. */
export class NonConnecte extends Refus {
  override readonly statut = 401;
  constructor() {
    super('Votre session a expiré. Reconnectez-vous pour continuer.');
  }
}

/** Who asks, as the server established it for this request. */
export interface Demandeur {
  readonly acteur: Acteur;
  readonly cafNom: string | null;
  /** The account opens other spaces too, such as a partner's. */
  readonly autresProfils?: boolean;
  readonly requeteId: string;
}

/** @throws NonConnecte */
export function acteurDuServeur({ acteur }: Pick<Request, 'acteur'>): Acteur {
  if (!acteur) throw new NonConnecte();
  return acteur;
}

/** What the server put on a request of the person who asks. @throws NonConnecte */
export function demandeurDe(requete: Pick<Request, 'acteur' | 'identite' | 'requeteId'>): Demandeur {
  const { identite, requeteId } = requete;
  return {
    acteur: acteurDuServeur(requete),
    cafNom: identite?.caf?.nom ?? null,
    autresProfils: identite?.autresProfils ?? false,
    requeteId,
  };
}

/** What the page shows of the person who asks. */
export function sessionDe({ acteur, cafNom, autresProfils = false }: Demandeur): SessionGestion {
  return {
    id: 'compteId' in acteur ? acteur.compteId : acteur.type,
    nom: nomDe(acteur),
    profil: acteur.type === 'agent' ? LIBELLES_PROFIL[acteur.profil] : 'Analyste réglementaire',
    caf: cafNom,
    autresProfils,
    fuseau: 'fuseauHoraire' in acteur ? acteur.fuseauHoraire : FUSEAU_NATIONAL,
  };
}
