import { Carte, EtatVide, ListeDeLiens, Page, type ContextePage } from '#src/portal/composants/index.ts';
import type { GroupeDeLiens } from '#src/portal/documents/lecture.ts';

/**
 * « Documents et liens utiles »: guides, plaquette, tutorials, other systems; national and of one's Caf.
 * Data.
 */
export function PageDocuments({
  contexte,
  groupes,
}: Readonly<{ contexte: ContextePage; groupes: readonly GroupeDeLiens[] }>) {
  return (
    <Page
      contexte={contexte}
      titre="Documents et liens utiles"
      largeur="etroite"
      fil={[{ libelle: 'Documents et liens utiles' }]}
      chapeau="Guides, supports et services en ligne. Ils s’ouvrent sur d’autres sites que Mon Compte Partenaire."
    >
      {groupes.length === 0 && <EtatVide icone="lien" titre="Votre Caf n’a pas encore publié de document." />}
      <div className="pile">
        {groupes.map((groupe, rang) => (
          <Carte key={groupe.titre} titre={groupe.titre} id={`liens-${rang}`}>
            <ListeDeLiens liens={groupe.liens} />
          </Carte>
        ))}
      </div>
    </Page>
  );
}
