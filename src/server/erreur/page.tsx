import {
  Carte,
  LienBouton,
  Page,
  PagePublique,
  type ContextePage,
  type Assets,
} from '#src/portal/composants/index.ts';

type PropsErreur = Readonly<{
  statut: number;
  /** Told to support: finds the request in the logs. */
  identifiantRequete: string;
  /** A sentence of the refusal itself, when there is one (« Cette habilitation n'existe pas… »). */
  message?: string;
  ressources: Assets;
  chemin: string;
  demonstration?: boolean;
  /** Given when somebody is signed in: the error keeps the navigation. */
  contexte?: ContextePage;
}>;

type TexteErreur = Readonly<{ titre: string; message: string }>;

const TEXTES: Readonly<Record<number, TexteErreur>> = {
  400: {
    titre: 'Demande incomprise',
    message:
      'L’adresse ou les données envoyées ne sont pas valables. Revenez à la page précédente et recommencez.',
  },
  401: {
    titre: 'Connexion nécessaire',
    message:
      'Votre session a pris fin. Connectez-vous pour continuer : ce que vous aviez enregistré est conservé.',
  },
  403: {
    titre: 'Accès refusé',
    message:
      'Vos habilitations n’ouvrent pas cette page ou cette action. Adressez-vous à votre administrateur partenaire.',
  },
  404: {
    titre: 'Page introuvable',
    message:
      'Cette page n’existe pas, ou ce qu’elle montrait ne vous est pas accessible. Vérifiez l’adresse.',
  },
  409: {
    titre: 'Modification refusée',
    message:
      'Ces données ont changé depuis que vous les avez affichées. Affichez-les de nouveau avant de recommencer.',
  },
  413: {
    titre: 'Envoi trop volumineux',
    message: 'Ce que vous envoyez dépasse la taille acceptée. Réduisez-le et recommencez.',
  },
  429: {
    titre: 'Trop de demandes',
    message: 'Vous avez envoyé trop de demandes en peu de temps. Patientez quelques minutes.',
  },
  503: {
    titre: 'Service momentanément indisponible',
    message: 'Mon Compte Partenaire ne répond pas pour le moment. Réessayez dans quelques minutes.',
  },
};
const INCONNUE: TexteErreur = {
  titre: 'Une erreur est survenue',
  message:
    'Votre demande n’a pas pu être traitée et rien n’a été enregistré. Réessayez ; si l’erreur persiste, signalez-la à votre Caf avec la référence ci-dessous.',
};

/** The error page for a status, inside the portal when somebody is signed in, alone otherwise. */
export function PageErreur({ statut, identifiantRequete, message, contexte, ...page }: PropsErreur) {
  const texte = TEXTES[statut] ?? INCONNUE;
  const corps = (
    <>
      <p>{message ?? texte.message}</p>
      <p className="discret petit">
        Erreur {statut}. Référence : <span className="identifiant-incident">{identifiantRequete}</span>
      </p>
      {statut === 401 ? (
        <LienBouton href={`/connexion?suite=${encodeURIComponent(page.chemin)}`}>Se connecter</LienBouton>
      ) : (
        <LienBouton href={contexte ? '/partenaire' : '/connexion'}>
          {contexte ? 'Revenir à l’accueil' : 'Aller à la connexion'}
        </LienBouton>
      )}
    </>
  );
  if (contexte)
    return (
      <Page
        contexte={contexte}
        titre={texte.titre}
        fil={[{ libelle: texte.titre }]}
        largeur="etroite"
        enErreur
      >
        <Carte>{corps}</Carte>
      </Page>
    );
  return (
    <PagePublique {...page} titre={texte.titre} enErreur>
      {corps}
    </PagePublique>
  );
}
