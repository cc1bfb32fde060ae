import type { MessageFlash } from '#src/portal/composants/index.ts';

/** Why one is on the sign-in page, by the `motif` of its address. */
export const MOTIFS: Readonly<Record<string, MessageFlash>> = {
  session: {
    ton: 'information',
    texte: 'Votre session a pris fin. Reconnectez-vous : vous reviendrez à la page où vous étiez.',
  },
  perdue: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’a été ni enregistré ni gardé. Reconnectez-vous : vous reviendrez à la page où vous étiez, pour le refaire.',
  },
  gardee: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’est pas enregistré, mais il est gardé une heure. Reconnectez-vous ici avec le même compte : vous pourrez le relire et l’enregistrer.',
  },
  navigateur: {
    ton: 'attention',
    texte:
      'Votre session avait pris fin : votre dernier envoi n’est pas enregistré, mais votre saisie est gardée dans ce navigateur. Reconnectez-vous avec le même compte : vous la retrouverez à la page où vous étiez.',
  },
  clos: {
    ton: 'attention',
    texte: 'Votre accès est clos. Adressez-vous à votre administrateur partenaire ou à votre Caf.',
  },
  deconnexion: { ton: 'succes', texte: 'Vous êtes déconnecté.' },
  'mot-de-passe': { ton: 'succes', texte: 'Votre mot de passe est enregistré. Connectez-vous avec lui.' },
};
