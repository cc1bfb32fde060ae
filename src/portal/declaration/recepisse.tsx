import type { Transmission } from '#src/domain/declaration/declaration.ts';
import { Alerte, Carte, LienBouton, ListeResume, Page, type ContextePage } from '#src/portal/composants/index.ts';
import { montantOuRien, type VueDeDeclaration } from '#src/portal/declaration/apercu.tsx';
import { CHEMIN_DECLARATIONS, cheminDe, TITRES_VOLET } from '#src/portal/declaration/chemins.ts';
import { SectionsLues } from '#src/portal/declaration/lecture.tsx';
import { VOLETS } from '#src/domain/declaration/formulaire/definition.ts';
import { instantFr } from '#src/portal/format.ts';

/** What was transmitted, to print or keep: who, when, the data and the hash they are sealed with. */
export function PageRecepisse({ contexte, vue, transmission }: Readonly<{ contexte: ContextePage; vue: VueDeDeclaration; transmission: Transmission }>) {
  const { declaration, titre, analyse: { estimation } } = vue;
  const reserves = (transmission.donnees['sousReserve'] ?? []) as readonly string[];
  return (
    <Page contexte={contexte} titre="Récépissé de transmission"
      fil={[{ libelle: 'Déclarations', href: CHEMIN_DECLARATIONS }, { libelle: titre, href: cheminDe(declaration.id) }, { libelle: 'Récépissé' }]}
      actions={<LienBouton variante="secondaire" href={cheminDe(declaration.id)}>Suivre le traitement</LienBouton>}>
      <div className="pile recepisse">
        <Carte titre={titre} id="recepisse">
          <ListeResume lignes={[
            { terme: 'Transmise le', valeur: instantFr(transmission.le, vue.fuseau) },
            { terme: 'Par', valeur: transmission.parNom },
            { terme: 'Transmission', valeur: `n° ${transmission.numero}` },
            { terme: 'Équipement', valeur: declaration.equipement.nom },
            { terme: 'Estimation hors bonus, non contractuelle', valeur: `${montantOuRien(transmission.estimation ?? null)}${reserves.length > 0 ? ' (sous réserve)' : ''}` },
            { terme: 'Empreinte', valeur: <code className="empreinte">{transmission.empreinte}</code> },
          ]} />
          {estimation.fictives.length > 0 && <Alerte ton="attention" titre="Plafond fictif">{estimation.fictives.join(', ')} : le montant réel sera différent.</Alerte>}
          {reserves.length > 0 && <Alerte ton="attention" titre="Sous réserve">{reserves.join(' ')}</Alerte>}
          <p className="petit discret">L'empreinte scelle les données transmises, les décisions prises et les versions des règles appliquées. Elle permet de vérifier que rien n'a été modifié.</p>
        </Carte>
        {VOLETS.map((volet) => (
          <Carte key={volet} titre={TITRES_VOLET[volet]} id={`lecture-${volet}`}><SectionsLues sections={vue.sections.filter((section) => section.volet === volet)} ouvertes /></Carte>
        ))}
        <Carte titre="Règles appliquées" id="regles">
          <ListeResume lignes={Object.entries(transmission.empreintesRegles).map(([jeu, empreinte]) => ({ terme: jeu, valeur: <code className="empreinte">{empreinte}</code> }))} />
        </Carte>
      </div>
    </Page>
  );
}
