import {
  Bouton,
  Etiquette,
  LienBouton,
  PagePublique,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';
import { compter, instantFr } from '#src/kernel/francais.ts';
import type { SessionOuverte } from '#src/server/session/magasin.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{
    retour: string;
    courriel: string;
    fuseau: string;
    sessions: readonly SessionOuverte[];
    /** Reference of the session one asks from. */
    courante: string | undefined;
    /** Undefined for those to whom it is not offered. */
    secondFacteur: { readonly actif: boolean; readonly codesRestants: number } | undefined;
  }>;

/** `/securite`: one's own password, second factor and open sessions; the same page for both spaces. */
export function PageSecurite({
  retour,
  courriel,
  fuseau,
  sessions,
  courante,
  secondFacteur,
  ...page
}: Props) {
  return (
    <PagePublique {...page} titre="Sécurité de mon compte">
      <section className="bloc-securite" aria-labelledby="titre-mot-de-passe">
        <h2 id="titre-mot-de-passe">Mot de passe</h2>
        <p className="discret">Le modifier ferme vos autres sessions.</p>
        <LienBouton href="/mot-de-passe" variante="secondaire" icone="cle">
          Modifier mon mot de passe
        </LienBouton>
      </section>
      <section className="bloc-securite" aria-labelledby="titre-adresse">
        <h2 id="titre-adresse">Adresse mail</h2>
        <p className="discret">
          Vous vous connectez avec {courriel}. Pour en changer, les deux boîtes confirment.
        </p>
        <LienBouton href="/courriel" variante="secondaire" icone="crayon">
          Changer mon adresse mail
        </LienBouton>
      </section>
      {secondFacteur && <DoubleAuthentification {...secondFacteur} />}
      <Sessions sessions={sessions} courante={courante} fuseau={fuseau} />
      <p>
        <a className="lien-seul" href={retour}>
          Revenir à mon espace
        </a>
      </p>
    </PagePublique>
  );
}

function Sessions({ sessions, courante, fuseau }: Pick<Props, 'sessions' | 'courante' | 'fuseau'>) {
  return (
    <section className="bloc-securite" aria-labelledby="titre-sessions">
      <h2 id="titre-sessions">Sessions ouvertes</h2>
      <p className="discret">Si vous n’en reconnaissez pas une, fermez-la puis changez votre mot de passe.</p>
      <ul className="sessions">
        {sessions.map((session) => (
          <li key={session.reference}>
            <div>
              <strong>{session.appareil}</strong>{' '}
              {session.reference === courante && <Etiquette ton="succes">Cette session</Etiquette>}
              <p className="discret">
                Ouverte le {instantFr(new Date(session.ouverteLe), fuseau)} –{' '}
                {derniereActivite(session.inactiveDepuis)}
              </p>
            </div>
            {session.reference !== courante && (
              <form method="post" action="/securite/sessions/fermer">
                <input type="hidden" name="reference" value={session.reference} />
                <Bouton
                  variante="secondaire"
                  complement={`la session ${session.appareil} ouverte le ${instantFr(new Date(session.ouverteLe), fuseau)}`}
                >
                  Fermer
                </Bouton>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/securite/sessions/fermer-les-autres">
          <Bouton variante="danger">Fermer toutes les autres</Bouton>
        </form>
      )}
    </section>
  );
}

function derniereActivite(minutes: number): string {
  return minutes < 1 ? 'active à l’instant' : `dernière activité il y a ${compter(minutes, 'minute')}`;
}

function DoubleAuthentification({ actif, codesRestants }: NonNullable<Props['secondFacteur']>) {
  return (
    <section className="bloc-securite" aria-labelledby="titre-code">
      <h2 id="titre-code">Double authentification</h2>
      {actif ? (
        <>
          <p>
            <Etiquette ton="succes">Active</Etiquette> Un code de votre application est demandé à chaque
            connexion.{' '}
            {codesRestants === 0
              ? 'Il ne vous reste aucun code de secours.'
              : `Il vous reste ${compter(codesRestants, 'code')} de secours.`}
          </p>
          <form method="post" action="/securite/code/secours">
            <Bouton variante="secondaire">Obtenir de nouveaux codes de secours</Bouton>
          </form>
          <p>
            <a className="lien-seul" href="/securite/code/retirer">
              Désactiver la double authentification
            </a>
          </p>
        </>
      ) : (
        <>
          <p className="discret">
            Un code de votre téléphone, demandé après votre mot de passe, protège votre compte même si ce mot
            de passe est volé.
          </p>
          <form method="post" action="/securite/code/preparer">
            <Bouton variante="secondaire">Activer la double authentification</Bouton>
          </form>
        </>
      )}
    </section>
  );
}
