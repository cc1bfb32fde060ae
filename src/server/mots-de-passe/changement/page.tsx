import {
  Bouton,
  ChampMotDePasse,
  ChampTexte,
  Formulaire,
  PagePublique,
  erreurDe,
  type Saisie,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{ courriel: string; exigences: readonly string[]; retour: string; saisie: Saisie }>;

/** `/mot-de-passe`: one changes one's own password. Posts `actuel`, `motDePasse`, `confirmation`. */
export function PageMotDePasse({ courriel, exigences, retour, saisie, ...page }: Props) {
  return (
    <PagePublique {...page} titre="Modifier mon mot de passe" enErreur={saisie.erreurs.length > 0}>
      <Formulaire action="/mot-de-passe" erreurs={saisie.erreurs}>
        <ChampTexte
          nom="courriel"
          libelle="Votre adresse mail"
          type="email"
          valeur={courriel}
          autoComplete="username"
          desactive
        />
        <ChampMotDePasse
          nom="actuel"
          libelle="Mot de passe actuel"
          requis
          erreur={erreurDe(saisie, 'actuel')}
          autoComplete="current-password"
        />
        <div className="exigences" id="exigences">
          <p>Votre nouveau mot de passe doit :</p>
          <ul>
            {exigences.map((exigence) => (
              <li key={exigence}>{exigence}</li>
            ))}
          </ul>
        </div>
        <ChampMotDePasse
          nom="motDePasse"
          libelle="Nouveau mot de passe"
          requis
          erreur={erreurDe(saisie, 'motDePasse')}
          autoComplete="new-password"
        />
        <ChampMotDePasse
          nom="confirmation"
          libelle="Confirmer le nouveau mot de passe"
          requis
          erreur={erreurDe(saisie, 'confirmation')}
          autoComplete="new-password"
        />
        <Bouton>Enregistrer</Bouton>
        <p>
          <a className="lien-seul" href={retour}>
            Revenir sans rien changer
          </a>
        </p>
      </Formulaire>
    </PagePublique>
  );
}
