import {
  Alerte,
  Bouton,
  ChampMotDePasse,
  ChampTexte,
  Formulaire,
  LienBouton,
  PagePublique,
  erreurDe,
  type PropsPagePubliqueCommune,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { ChampCode } from '#src/server/authentification/champ-code.tsx';

/** The QR code as one drawing: no image to load, nothing inline that the policy refuses. */
function CarreQr({ carres }: Readonly<{ carres: readonly (readonly boolean[])[] }>) {
  const cote = carres.length;
  const trace = carres
    .flatMap((ligne, y) => ligne.flatMap((noir, x) => (noir ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${cote} ${cote}`}
      role="img"
      aria-label="QR code à photographier avec votre application ; sa clé est écrite en dessous."
    >
      <rect width={cote} height={cote} fill="#fff" />
      <path d={trace} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

type PropsEnrolement = PropsPagePubliqueCommune &
  Readonly<{ carres: readonly (readonly boolean[])[]; cle: string; saisie: Saisie }>;

/** `/securite/code`: the secret goes into the application, a first code proves that it did. */
export function PageEnrolement({ carres, cle, saisie, ...page }: PropsEnrolement) {
  return (
    <PagePublique {...page} titre="Activer la double authentification" enErreur={saisie.erreurs.length > 0}>
      <ol className="etapes-code">
        <li>
          Installez sur votre téléphone une application de codes à usage unique (par exemple FreeOTP, Aegis,
          Microsoft Authenticator ou Google Authenticator).
        </li>
        <li>Ajoutez-y un compte en photographiant ce QR code, ou en recopiant la clé.</li>
      </ol>
      <CarreQr carres={carres} />
      <p>
        Clé : <code className="cle-code">{(cle.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <Formulaire action="/securite/code" erreurs={saisie.erreurs}>
        <ChampCode
          saisie={saisie}
          libelle="Code affiché par l’application"
          indice="Ses 6 chiffres changent toutes les 30 secondes."
        />
        <Bouton>Activer</Bouton>
        <p>
          <a className="lien-seul" href="/securite">
            Renoncer
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}

/** The codes to keep, shown this once. */
export function PageCodesDeSecours({
  codes,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ codes: readonly string[] }>) {
  return (
    <PagePublique {...page} titre="Vos codes de secours">
      <Alerte ton="attention">
        Notez ou imprimez ces codes maintenant : ils ne seront plus affichés. Chacun remplace une seule fois
        le code de votre application, si vous n’avez plus votre téléphone.
      </Alerte>
      <ul className="codes-de-secours">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <LienBouton href="/securite">J’ai noté mes codes</LienBouton>
    </PagePublique>
  );
}

/** `/securite/code/retirer`: asks for the password and a code. Posts `motDePasse` and `code`. */
export function PageRetraitDuCode({
  courriel,
  saisie,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ courriel: string; saisie: Saisie }>) {
  return (
    <PagePublique
      {...page}
      titre="Désactiver la double authentification"
      enErreur={saisie.erreurs.length > 0}
    >
      <p>
        Votre mot de passe suffira de nouveau pour ouvrir votre compte. Vos codes de secours ne serviront
        plus.
      </p>
      <Formulaire action="/securite/code/retirer" erreurs={saisie.erreurs}>
        <ChampTexte
          nom="compte"
          libelle="Votre adresse mail"
          type="email"
          valeur={courriel}
          autoComplete="username"
          desactive
        />
        <ChampMotDePasse
          nom="motDePasse"
          libelle="Mot de passe"
          requis
          erreur={erreurDe(saisie, 'motDePasse')}
          autoComplete="current-password"
        />
        <ChampCode
          saisie={saisie}
          libelle="Code"
          indice="Celui de votre application, ou un code de secours."
        />
        <Bouton variante="danger">Désactiver</Bouton>
        <p>
          <a className="lien-seul" href="/securite">
            Renoncer
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}
