import {
  Alerte,
  Confirmation,
  ListeResume,
  Page,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declarations/chemins.ts';
import { montantMarque, phraseDeLecture } from '#src/portal/declarations/estimation.tsx';
import type { VueDeDeclaration } from '#src/portal/declarations/vue.ts';

type PropsTransmission = Readonly<{ contexte: ContextePage; vue: VueDeDeclaration; saisie: Saisie }>;

/** Transmission is a signature: the page says what is signed before it is. */
export function PageTransmission({ contexte, vue, saisie }: PropsTransmission) {
  const {
    declaration,
    titre,
    analyse: { sousReserve, bloquants, manquants },
  } = vue;
  const bloquee = bloquants.length > 0 || manquants.length > 0;
  return (
    <Page
      contexte={contexte}
      titre="Transmettre à la Caf"
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: titre, href: cheminDe(declaration.id) },
        { libelle: 'Transmettre' },
      ]}
    >
      {bloquee && (
        <Alerte ton="erreur" titre="La déclaration ne peut pas être transmise en l’état">
          <ul>
            {[
              ...bloquants.map(({ message, commentCorriger }) => `${message} ${commentCorriger}`),
              ...manquants.map(({ message }) => message),
            ].map((texte) => (
              <li key={texte}>{texte}</li>
            ))}
          </ul>
        </Alerte>
      )}
      <Confirmation
        action={cheminDe(declaration.id, 'transmettre')}
        annuler={cheminDe(declaration.id)}
        erreurs={saisie.erreurs}
        caches={{ version: String(declaration.version) }}
        valider="Transmettre et signer"
        variante="principal"
      >
        <ListeResume lignes={ceQuiEstSigne(vue)} />
        <p>
          En transmettant, vous attestez l’exactitude des données. La transmission vaut signature : la
          déclaration est figée avec votre nom, la date et les règles appliquées.
        </p>
        {sousReserve.length > 0 && (
          <Alerte ton="attention" titre="Votre Caf devra décider">
            {sousReserve.join(' ')}
          </Alerte>
        )}
      </Confirmation>
    </Page>
  );
}

function ceQuiEstSigne({ titre, analyse: { estimation, sousReserve }, lectures }: VueDeDeclaration) {
  return [
    { terme: 'Déclaration', valeur: titre },
    {
      terme: 'Estimation hors bonus, non contractuelle',
      valeur: montantMarque({ estimation, sousReserve }),
    },
    ...(lectures.length > 0
      ? [
          {
            terme: 'Selon la réponse à une question ouverte',
            valeur: lectures.map(phraseDeLecture).join(' '),
          },
        ]
      : []),
    ...(estimation.fictives.length > 0
      ? [{ terme: 'Plafond fictif', valeur: estimation.fictives.join(', ') }]
      : []),
  ];
}
