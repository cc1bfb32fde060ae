import type { Recepisse } from '#src/domain/declaration/recepisse.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';
import {
  Alerte,
  Carte,
  LienBouton,
  ListeResume,
  Page,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import { SectionsLues } from '#src/portal/declarations/lecture.tsx';
import { ListeDeTransmissions, TransmissionAlteree } from '#src/portal/declarations/transmissions.tsx';
import { montantOuRien } from '#src/portal/declarations/dire.ts';
import { instantFr } from '#src/kernel/francais.ts';

/** What was transmitted, to print or keep: who, when, the data and the hash they are sealed with. */
export function PageRecepisse({
  contexte,
  recepisse,
  titre,
  fuseau,
}: Readonly<{ contexte: ContextePage; recepisse: Recepisse; titre: string; fuseau: string }>) {
  const { declaration, transmission, intacte, sections, fictives, sousReserve, toutes } = recepisse;
  return (
    <Page
      contexte={contexte}
      titre="Récépissé de transmission"
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: titre, href: cheminDe(declaration.id) },
        { libelle: `Récépissé n° ${transmission.numero}` },
      ]}
      actions={
        <LienBouton variante="secondaire" href={cheminDe(declaration.id)}>
          Suivre le traitement
        </LienBouton>
      }
    >
      <div className="pile recepisse">
        {!intacte && <TransmissionAlteree numero={transmission.numero} />}
        <Actualite recepisse={recepisse} />
        <Carte titre={titre} id="recepisse">
          <ListeResume
            lignes={[
              { terme: 'Transmise le', valeur: instantFr(transmission.le, fuseau) },
              { terme: 'Par', valeur: transmission.parNom },
              { terme: 'Transmission', valeur: `n° ${transmission.numero}` },
              { terme: 'Équipement', valeur: declaration.equipement.nom },
              {
                terme: 'Estimation hors bonus, non contractuelle',
                valeur: `${montantOuRien(transmission.estimation ?? null)}${sousReserve.length > 0 ? ' (sous réserve)' : ''}`,
              },
              {
                terme: intacte
                  ? 'Empreinte, vérifiée à l’instant'
                  : 'Empreinte signée, qui n’est plus celle des données',
                valeur: <code className="empreinte">{transmission.empreinte}</code>,
              },
            ]}
          />
          {fictives.length > 0 && (
            <Alerte ton="attention" titre="Plafond fictif">
              {fictives.join(', ')} : le montant réel sera différent.
            </Alerte>
          )}
          {sousReserve.length > 0 && (
            <Alerte ton="attention" titre="Sous réserve">
              {sousReserve.join(' ')}
            </Alerte>
          )}
          <p className="petit discret">
            L’empreinte scelle les données transmises, les décisions prises et les versions des règles
            appliquées. Elle permet de vérifier que rien n’a été modifié.
          </p>
        </Carte>
        {VOLETS.map((volet) => (
          <Carte key={volet} titre={TITRES_VOLET[volet]} id={`lecture-${volet}`}>
            <SectionsLues sections={sections.filter((section) => section.volet === volet)} ouvertes />
          </Carte>
        ))}
        <Carte titre="Règles appliquées" id="regles">
          <ListeResume
            lignes={Object.entries(transmission.empreintesRegles).map(([jeu, empreinte]) => ({
              terme: jeu,
              valeur: <code className="empreinte">{empreinte}</code>,
            }))}
          />
        </Carte>
        {toutes.length > 1 && (
          <Carte titre="Toutes les transmissions" id="transmissions">
            <ListeDeTransmissions
              declaration={declaration.id}
              transmissions={toutes}
              fuseau={fuseau}
              ici={transmission.numero}
            />
          </Carte>
        )}
      </div>
    </Page>
  );
}

/** What came after this transmission, so that nobody takes it for the last word. */
function Actualite({ recepisse: { declaration, transmission, toutes } }: Readonly<{ recepisse: Recepisse }>) {
  const derniere = toutes.at(-1)?.transmission.numero;
  if (derniere !== undefined && derniere !== transmission.numero) {
    return (
      <Alerte ton="information">
        Une transmission plus récente la remplace :{' '}
        <a href={cheminDe(declaration.id, 'recepisse', String(derniere))}>
          récépissé de la transmission n° {derniere}
        </a>
        .
      </Alerte>
    );
  }
  if (['transmise', 'en-traitement', 'traitee'].includes(declaration.etat)) return null;
  return (
    <Alerte ton="information">
      La déclaration est revenue chez vous depuis. Ce récépissé montre ce qui a été transmis, pas la saisie en
      cours.
    </Alerte>
  );
}
