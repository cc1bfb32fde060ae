import { Temporal } from 'temporal-polyfill';

/** A mail's subject and text. */
export interface Lettre {
  readonly objet: string;
  readonly corps: string;
}

const SIGNATURE = 'Ce message est envoyé automatiquement par Mon Compte Partenaire : n’y répondez pas.';

const composer = (objet: string, ...paragraphes: readonly string[]): Lettre => ({
  objet,
  corps: [...paragraphes, SIGNATURE].join('\n\n'),
});

/** « le 14/02/2019 à 16 h 05 », in the reader's zone. */
function moment(instant: Date, fuseau: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(fuseau);
  const deux = (nombre: number) => String(nombre).padStart(2, '0');
  return `${deux(local.day)}/${deux(local.month)}/${local.year} à ${local.hour} h ${deux(local.minute)}`;
}

interface Lien {
  readonly adresse: string;
  readonly expireLe: Date;
  readonly fuseau: string;
}
const usage = ({ expireLe, fuseau }: Lien) =>
  `Ce lien est personnel. Il ne sert qu’une fois et reste valable jusqu’au ${moment(expireLe, fuseau)}.`;

export const lettreInvitation = (
  personne: { prenom: string; organisme: string; identifiant?: string },
  lien: Lien,
): Lettre =>
  composer(
    'Activez votre accès à Mon Compte Partenaire',
    `Bonjour ${personne.prenom},`,
    `${personne.organisme} vous ouvre un accès à Mon Compte Partenaire.${personne.identifiant ? ` Votre identifiant est ${personne.identifiant}.` : ''}`,
    `Pour l’activer, choisissez votre mot de passe à cette adresse :\n${lien.adresse}`,
    usage(lien),
  );

export const lettreNouvelAcces = (
  personne: { prenom: string; organisme: string },
  connexion: string,
): Lettre =>
  composer(
    'Un nouvel accès vous est ouvert dans Mon Compte Partenaire',
    `Bonjour ${personne.prenom},`,
    `${personne.organisme} vous ouvre un accès à Mon Compte Partenaire. Vous avez déjà un mot de passe : il reste le même.`,
    `Connectez-vous à cette adresse, puis choisissez l’espace dans lequel travailler :\n${connexion}`,
  );

export const lettreRattachement = (
  personne: { prenom: string; organisme: string; identifiant?: string },
  adresse: string,
): Lettre =>
  composer(
    'Un accès à Mon Compte Partenaire attend votre accord',
    `Bonjour ${personne.prenom},`,
    `${personne.organisme} vous propose un accès à Mon Compte Partenaire.${personne.identifiant ? ` Votre identifiant y serait ${personne.identifiant}.` : ''} Vous avez déjà un compte et un mot de passe : ils restent les mêmes.`,
    `Rien n’est ouvert tant que vous n’avez pas accepté. Connectez-vous pour accepter ou refuser :\n${adresse}`,
    'Si vous ne connaissez pas cet organisme, refusez.',
  );

export const lettreReinitialisation = (lien: Lien): Lettre =>
  composer(
    'Choisissez un nouveau mot de passe',
    'Bonjour,',
    `Un nouveau mot de passe a été demandé pour votre compte Mon Compte Partenaire. Choisissez-le à cette adresse :\n${lien.adresse}`,
    usage(lien),
    'Si vous n’êtes pas à l’origine de cette demande, ne faites rien : votre mot de passe actuel reste valable.',
  );

export const lettreMotDePasseImpose = (motif: string, lien: Lien): Lettre =>
  composer(
    'Votre Caf vous demande de choisir un nouveau mot de passe',
    'Bonjour,',
    `Par précaution, votre Caf a mis fin à votre mot de passe Mon Compte Partenaire et à vos sessions ouvertes. Motif : ${motif}`,
    `Pour vous reconnecter, choisissez un nouveau mot de passe à cette adresse :\n${lien.adresse}`,
    usage(lien),
    'Passé ce délai, utilisez « Mot de passe oublié » sur la page de connexion.',
  );

export const lettreMotDePasseChange = (): Lettre =>
  composer(
    'Votre mot de passe a été modifié',
    'Bonjour,',
    'Le mot de passe de votre compte Mon Compte Partenaire vient d’être modifié. Les sessions ouvertes avec l’ancien sont closes.',
    'Si vous n’en êtes pas à l’origine, utilisez « Mot de passe oublié » sur la page de connexion et prévenez votre administrateur partenaire ou votre Caf.',
  );

export const lettreConfirmationAncienne = (nouveau: string, lien: Lien): Lettre =>
  composer(
    'Confirmez le changement de votre adresse mail',
    'Bonjour,',
    `Vous avez demandé que votre compte Mon Compte Partenaire passe à l’adresse ${nouveau}. Confirmez-le à cette adresse :\n${lien.adresse}`,
    usage(lien),
    'La nouvelle boîte doit confirmer aussi ; d’ici là rien ne change. Si vous n’êtes pas à l’origine de cette demande, changez votre mot de passe : la demande est alors abandonnée.',
  );

export const lettreConfirmationNouvelle = (ancien: string, lien: Lien): Lettre =>
  composer(
    'Confirmez votre nouvelle adresse mail',
    'Bonjour,',
    `Le titulaire du compte Mon Compte Partenaire ${ancien} demande que cette adresse remplace la sienne. Si c’est vous, confirmez-le à cette adresse :\n${lien.adresse}`,
    usage(lien),
    'L’adresse actuelle doit confirmer aussi. Si ce n’est pas vous, ne faites rien : rien ne change.',
  );

export const lettreAdresseDejaConnue = (connexion: string): Lettre =>
  composer(
    'Cette adresse sert déjà à un compte',
    'Bonjour,',
    `Quelqu’un a demandé que cette adresse devienne celle de son compte Mon Compte Partenaire. Elle sert déjà au vôtre : rien n’a changé. Si c’est vous, connectez-vous avec cette adresse :\n${connexion}`,
    'Si deux comptes sont les vôtres, signalez-le à votre Caf. Si ce n’est pas vous, ne faites rien.',
  );

export const lettreAdresseChangee = (ancien: string, nouveau: string): Lettre =>
  composer(
    'Votre adresse mail a été changée',
    'Bonjour,',
    `Votre compte Mon Compte Partenaire passe de l’adresse ${ancien} à ${nouveau} : c’est avec elle que vous vous connectez désormais. Votre mot de passe, vos espaces et vos rôles restent les mêmes ; vos sessions ouvertes sont closes.`,
    'Si vous n’en êtes pas à l’origine, prévenez aussitôt votre administrateur partenaire ou votre Caf.',
  );

const ETATS_DU_SECOND_FACTEUR = {
  activee: [
    'La double authentification est active sur votre compte',
    'La double authentification vient d’être activée : un code de votre application vous sera demandé à chaque connexion, après votre mot de passe.',
  ],
  retiree: [
    'La double authentification est désactivée sur votre compte',
    'La double authentification vient d’être désactivée : votre mot de passe suffit de nouveau pour vous connecter.',
  ],
  levee: [
    'La double authentification a été levée sur votre compte',
    'La double authentification a été levée par un responsable : votre mot de passe suffit pour vous connecter. Vous pouvez la réactiver avec votre nouveau téléphone dans « Sécurité de mon compte ».',
  ],
} as const;

export function lettreSecondFacteur(etat: keyof typeof ETATS_DU_SECOND_FACTEUR): Lettre {
  const [objet, phrase] = ETATS_DU_SECOND_FACTEUR[etat];
  return composer(
    objet,
    'Bonjour,',
    phrase,
    'Si vous n’en êtes pas à l’origine, changez votre mot de passe et prévenez le responsable de votre Caf.',
  );
}

export const lettreCodeDeSecours = (restants: number): Lettre =>
  composer(
    'Un code de secours a servi à ouvrir votre compte',
    'Bonjour,',
    `Un code de secours vient de remplacer celui de votre application pour une connexion à votre compte. ${restants === 0 ? 'Il ne vous en reste aucun : demandez-en d’autres dans « Sécurité de mon compte ».' : `Il vous en reste ${restants}.`}`,
    'Si vous n’en êtes pas à l’origine, changez votre mot de passe et prévenez le responsable de votre Caf.',
  );

export const lettreFormulaire = (organisme: string, lien: Lien): Lettre =>
  composer(
    'Votre formulaire d’éligibilité à Mon Compte Partenaire',
    'Bonjour,',
    `Votre Caf vous invite à compléter le formulaire d’éligibilité de ${organisme} à Mon Compte Partenaire, à cette adresse :\n${lien.adresse}`,
    `Ce lien est personnel. Vous pouvez l’ouvrir plusieurs fois jusqu’à la validation du formulaire, au plus tard le ${moment(lien.expireLe, lien.fuseau)}.`,
  );
