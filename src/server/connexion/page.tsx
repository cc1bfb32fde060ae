import {
  Bouton,
  ChampMotDePasse,
  ChampTexte,
  Depliable,
  Formulaire,
  Icone,
  PagePublique,
  erreurDe,
  texteDe,
  type PropsPagePubliqueCommune,
  type Saisie,
} from '#src/portal/composants/index.ts';
import type { ComptesDemonstration } from '#src/server/services.ts';

type PropsConnexion = PropsPagePubliqueCommune &
  Readonly<{
    /** Fields `courriel`, `motDePasse` (never shown again), hidden `suite`. */
    saisie: Saisie;
    /** Path to go to once signed in (checked by the server: a path of ours). */
    suite?: string;
    comptes?: ComptesDemonstration;
  }>;

/**
 * `/connexion`: one entry point and one authentication for agents of the Caf, analysts and partners. Posts to
 * `/connexion`.
 */
export function PageConnexion({ saisie, suite, comptes, ...page }: PropsConnexion) {
  return (
    <PagePublique {...page} titre="Connexion" enErreur={saisie.erreurs.length > 0} cote={<Presentation />}>
      <Formulaire action="/connexion" erreurs={saisie.erreurs} caches={suite ? { suite } : {}}>
        <ChampTexte
          nom="courriel"
          libelle="Adresse mail"
          type="email"
          requis
          valeur={texteDe(saisie, 'courriel')}
          erreur={erreurDe(saisie, 'courriel')}
          autoComplete="username"
          correction={false}
          longueurMax={254}
        />
        <ChampMotDePasse
          nom="motDePasse"
          libelle="Mot de passe"
          requis
          erreur={erreurDe(saisie, 'motDePasse')}
          autoComplete="current-password"
        />
        <Bouton>Se connecter</Bouton>
        <p>
          <a className="lien-seul" href="/mot-de-passe-oublie">
            Mot de passe oublié
          </a>
        </p>
      </Formulaire>
      {comptes && <Comptes {...comptes} />}
    </PagePublique>
  );
}

function Comptes({ motDePasse, comptes, reserve }: ComptesDemonstration) {
  return (
    <Depliable titre="Comptes de démonstration">
      <p>
        Mot de passe de tous ces comptes : <code>{motDePasse}</code>
      </p>
      {reserve !== undefined && <p>{reserve}</p>}
      <ul className="comptes-demo">
        {comptes.map((compte) => (
          <li key={compte.courriel}>
            <code>{compte.courriel}</code>
            <span className="discret">{compte.role}</span>
          </li>
        ))}
      </ul>
    </Depliable>
  );
}

function Presentation() {
  return (
    <>
      <h2>Vos démarches de partenaire, au même endroit</h2>
      <p className="discret">
        Un seul point d’entrée et un seul mot de passe pour les services que votre Caf vous ouvre.
      </p>
      <ul className="avantages">
        <li>
          <Icone nom="utilisateurs" taille={26} />
          <div>
            <strong>Vous gérez vos accès</strong>Vous créez vos utilisateurs et leur confiez leurs rôles, sous
            le contrôle de votre Caf.
          </div>
        </li>
        <li>
          <Icone nom="declaration" taille={26} />
          <div>
            <strong>Vous déclarez en étant guidé</strong>Infobulles, contrôles à la saisie et estimation
            immédiate de votre droit (hors bonus).
          </div>
        </li>
        <li>
          <Icone nom="horloge" taille={26} />
          <div>
            <strong>Vous suivez le traitement</strong>Chaque déclaration transmise montre où elle en est,
            jusqu’à la décision.
          </div>
        </li>
      </ul>
    </>
  );
}
