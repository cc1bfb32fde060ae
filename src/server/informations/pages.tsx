import type { ReactNode } from 'react';

/** The pages for everybody, by their address. */
export const PAGES: Readonly<Record<string, Readonly<{ titre: string; corps: ReactNode }>>> = {
  '/accessibilite': {
    titre: 'Accessibilité',
    corps: (
      <>
        <p>
          Mon Compte Partenaire est conçu pour être utilisé par tous : au clavier, avec un lecteur d’écran,
          agrandi à 200 %, sur un écran étroit, sans JavaScript, en thème clair ou sombre.
        </p>
        <h2>Ce qui est vérifié</h2>
        <p>
          Les pages de connexion et de l’espace partenaire sont contrôlées automatiquement selon les règles
          WCAG 2.2, niveaux A et AA, et parcourues au clavier. Ce contrôle ne remplace pas un audit : aucune
          déclaration de conformité au RGAA n’a encore été établie.
        </p>
        <h2>Signaler une difficulté</h2>
        <p>
          Si une page ou un document vous est inaccessible, écrivez à votre Caf : elle vous répondra et vous
          transmettra l’information sous une autre forme.
        </p>
      </>
    ),
  },
  '/donnees-personnelles': {
    titre: 'Données personnelles',
    corps: (
      <>
        <p>
          Mon Compte Partenaire enregistre votre identité, vos coordonnées professionnelles, vos habilitations
          et les actions que vous faites, pour vous donner accès aux services, garder la trace des
          déclarations et en assurer la sécurité.
        </p>
        <h2>Qui les voit</h2>
        <p>
          L’administrateur partenaire et les responsables habilitations de votre organisme, et les agents de
          votre Caf. Les autres organismes n’y ont pas accès.
        </p>
        <h2>Témoins de connexion (cookies)</h2>
        <p>
          Un seul témoin, strictement nécessaire, garde votre session ouverte. Aucune mesure d’audience, aucun
          service tiers.
        </p>
        <h2>Saisies non enregistrées</h2>
        <p>
          Ce que vous tapez dans un formulaire de l’espace partenaire est gardé chiffré dans votre navigateur
          jusqu’à son enregistrement, sept jours au plus, et effacé quand vous vous déconnectez. Sans
          JavaScript, un envoi fait après la fin de votre session est gardé chiffré une heure par le service,
          pour vous seul. Ni mots de passe, ni codes, ni fichiers.
        </p>
        <h2>Vos droits</h2>
        <p>
          Vous pouvez demander l’accès à vos données, leur rectification ou leur effacement au référent Cnil
          de votre organisme ou de votre Caf, nommés dans le contrat de service.
        </p>
      </>
    ),
  },
  '/mentions-legales': {
    titre: 'Mentions légales',
    corps: (
      <>
        <p>
          Mon Compte Partenaire est mis à la disposition des organismes partenaires par leur Caf, dans le
          cadre de la convention d’accès qu’ils ont signée avec elle.
        </p>
        <h2>Valeur des estimations</h2>
        <p>
          Les estimations affichées pendant la saisie d’une déclaration sont données hors bonus, à titre
          indicatif. Elles n’engagent pas la Caf.
        </p>
        <h2>Règles de calcul</h2>
        <p>Chaque décision affichée cite la règle qui la fonde, sa version et sa source.</p>
      </>
    ),
  },
};
