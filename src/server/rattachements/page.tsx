import type { Proposition } from '#src/domain/acces/compte/profils.ts';
import {
  Bouton,
  Formulaire,
  PagePublique,
  type PropsPagePubliqueCommune,
} from '#src/portal/composants/index.ts';

type Props = PropsPagePubliqueCommune &
  Readonly<{
    propositions: readonly Proposition[];
    suite?: string;
    /** Where one goes without answering; undefined where the account opens nothing else. */
    plusTard?: string;
  }>;

/**
 * `/rattachements`: the accesses others propose to the owner of the account. Posts `utilisateur`, `reponse`,
 * hidden `suite`.
 */
export function PageRattachements({ propositions, suite, plusTard, ...page }: Props) {
  return (
    <PagePublique
      {...page}
      titre={propositions.length > 0 ? 'Un accès vous est proposé' : 'Aucun accès à accepter'}
    >
      {propositions.length === 0 && <p>Vous avez déjà répondu à ce qui vous était proposé.</p>}
      {propositions.map(({ acteur, partenaire, caf, identifiant }) => (
        <section
          key={acteur.utilisateurId}
          className="bloc-securite"
          aria-labelledby={`proposition-${acteur.utilisateurId}`}
        >
          <h2 id={`proposition-${acteur.utilisateurId}`}>{partenaire.nom}</h2>
          <p>
            {partenaire.nom} ({caf.nom}) vous propose un accès au nom de {acteur.prenom} {acteur.nom}, sous
            l’identifiant {identifiant}.
          </p>
          <p className="discret">
            Si vous acceptez, votre compte ouvre aussi cet espace, avec le même mot de passe. Si vous ne
            connaissez pas cet organisme, refusez : il ne pourra rien faire sur votre compte.
          </p>
          <Formulaire
            action="/rattachements"
            erreurs={[]}
            caches={{ utilisateur: acteur.utilisateurId, ...(suite ? { suite } : {}) }}
          >
            <div className="actions">
              <Bouton nom="reponse" valeur="accepter" complement={`l’accès de ${partenaire.nom}`}>
                Accepter
              </Bouton>
              <Bouton
                nom="reponse"
                valeur="refuser"
                variante="danger"
                complement={`l’accès de ${partenaire.nom}`}
              >
                Refuser
              </Bouton>
            </div>
          </Formulaire>
        </section>
      ))}
      {plusTard && (
        <p>
          <a className="lien-seul" href={plusTard}>
            {propositions.length > 0 ? 'Répondre plus tard' : 'Revenir à mon espace'}
          </a>
        </p>
      )}
      <form method="post" action="/deconnexion">
        <Bouton variante="discret">Se déconnecter</Bouton>
      </form>
    </PagePublique>
  );
}
