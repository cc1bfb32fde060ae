import {
  Alerte,
  Bouton,
  ChampMotDePasse,
  ChampTexte,
  Formulaire,
  LienBouton,
  PagePublique,
  erreurDe,
  type Saisie,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';

type PropsChoix = PropsPagePubliqueCommune &
  Readonly<{
    motif: 'invitation' | 'reinitialisation';
    /** Where the form posts `motDePasse` and `confirmation`: the link itself. */
    action: string;
    courriel: string;
    /** Shown to whoever is invited: « Bienvenue, Chantal BAILLET ». */
    nomComplet?: string;
    organisme?: string;
    /** What a password must be: said before, not only after a refusal. */
    exigences: readonly string[];
    saisie: Saisie;
  }>;

/** The page behind the link of an invitation or of a forgotten password: one chooses one's password. */
export function PageChoixMotDePasse({
  motif,
  action,
  courriel,
  nomComplet,
  organisme,
  exigences,
  saisie,
  ...page
}: PropsChoix) {
  const titre = motif === 'invitation' ? 'Activez votre compte' : 'Choisissez un nouveau mot de passe';
  return (
    <PagePublique {...page} titre={titre} enErreur={saisie.erreurs.length > 0}>
      {motif === 'invitation' && (
        <p>
          Bienvenue{nomComplet ? `, ${nomComplet}` : ''}.{' '}
          {organisme ? `${organisme} vous donne accès à Mon Compte Partenaire. ` : ''}Choisissez votre mot de
          passe pour vous connecter.
        </p>
      )}
      <Formulaire action={action} erreurs={saisie.erreurs}>
        <ChampTexte
          nom="courriel"
          libelle="Votre adresse mail"
          type="email"
          valeur={courriel}
          autoComplete="username"
          desactive
          indice="Elle vous sert à vous connecter."
        />
        <div className="exigences" id="exigences">
          <p>Votre mot de passe doit :</p>
          <ul>
            {exigences.map((exigence) => (
              <li key={exigence}>{exigence}</li>
            ))}
          </ul>
        </div>
        <ChampMotDePasse
          nom="motDePasse"
          libelle="Mot de passe"
          requis
          erreur={erreurDe(saisie, 'motDePasse')}
          autoComplete="new-password"
        />
        <ChampMotDePasse
          nom="confirmation"
          libelle="Confirmer le mot de passe"
          requis
          erreur={erreurDe(saisie, 'confirmation')}
          autoComplete="new-password"
        />
        <Bouton>Valider</Bouton>
      </Formulaire>
    </PagePublique>
  );
}

/** The link has been used, has expired or was never ours. */
export function PageLienInvalide({
  motif,
  ...page
}: PropsPagePubliqueCommune & Readonly<{ motif: 'invitation' | 'reinitialisation' }>) {
  return (
    <PagePublique {...page} titre="Ce lien n’est plus valable" enErreur>
      <Alerte ton="attention">Il a déjà servi, sa durée de validité est passée, ou il est incomplet.</Alerte>
      {motif === 'invitation' ? (
        <p className="apres-alerte">
          Demandez à votre administrateur partenaire de vous renvoyer l’invitation (« Mes utilisateurs », «
          Autres actions »).
        </p>
      ) : (
        <p className="apres-alerte">Vous pouvez en demander un autre.</p>
      )}
      <LienBouton href={motif === 'invitation' ? '/connexion' : '/mot-de-passe-oublie'}>
        {motif === 'invitation' ? 'Revenir à la connexion' : 'Demander un nouveau lien'}
      </LienBouton>
    </PagePublique>
  );
}
