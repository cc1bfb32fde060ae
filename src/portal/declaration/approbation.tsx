import {
  Alerte,
  ChampCases,
  ChampZone,
  Confirmation,
  ListeResume,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import type { VueDeDeclaration } from '#src/portal/declaration/apercu.tsx';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declaration/chemins.ts';
import { montantMarque, phraseDeLecture } from '#src/portal/declaration/estimation.tsx';
import { VOLETS } from '#src/domain/formulaire/definition.ts';

type PropsApprobation = Readonly<{ contexte: ContextePage; vue: VueDeDeclaration; saisie: Saisie }>;

/** The approbateur says what must be corrected, and by whom. */
export function PageRenvoi({ contexte, vue: { declaration, titre }, saisie }: PropsApprobation) {
  return (
    <Page
      contexte={contexte}
      titre="Renvoyer pour correction"
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: titre, href: cheminDe(declaration.id) },
        { libelle: 'Renvoyer' },
      ]}
    >
      <Confirmation
        action={cheminDe(declaration.id, 'renvoyer')}
        annuler={cheminDe(declaration.id)}
        erreurs={saisie.erreurs}
        caches={{ version: String(declaration.version) }}
        valider="Renvoyer"
        variante="principal"
      >
        <p>{titre}. Les fournisseurs de données reçoivent votre message et reprennent leur saisie.</p>
        <ChampCases
          nom="volets"
          libelle="Saisies à reprendre"
          valeurs={
            saisie.valeurs['volets'] === undefined && saisie.erreurs.length === 0
              ? VOLETS
              : listeDe(saisie, 'volets')
          }
          choix={VOLETS.map((valeur) => ({ valeur, libelle: TITRES_VOLET[valeur] }))}
        />
        <ChampZone
          nom="motif"
          libelle="Ce qu’il faut corriger"
          requis
          valeur={texteDe(saisie, 'motif')}
          erreur={erreurDe(saisie, 'motif')}
          longueurMax={2000}
        />
      </Confirmation>
    </Page>
  );
}

/** Transmission is a signature: the page says what is signed before it is. */
export function PageTransmission({ contexte, vue, saisie }: PropsApprobation) {
  const {
    declaration,
    titre,
    analyse: { estimation, sousReserve, bloquants, manquants },
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
        <ListeResume
          lignes={[
            { terme: 'Déclaration', valeur: titre },
            {
              terme: 'Estimation hors bonus, non contractuelle',
              valeur: montantMarque({ estimation, sousReserve }),
            },
            ...(vue.lectures.length > 0
              ? [
                  {
                    terme: 'Selon la réponse à une question ouverte',
                    valeur: vue.lectures.map(phraseDeLecture).join(' '),
                  },
                ]
              : []),
            ...(estimation.fictives.length > 0
              ? [{ terme: 'Plafond fictif', valeur: estimation.fictives.join(', ') }]
              : []),
          ]}
        />
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
