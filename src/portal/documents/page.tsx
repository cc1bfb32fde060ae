import { Carte, EtatVide, Etiquette, Icone, Page, type ContextePage } from '#src/portal/composants/index.ts';

export type Lien = Readonly<{
  id: string;
  libelle: string;
  description: string | null;
  url: string;
  national: boolean;
}>;
export type GroupeDeLiens = Readonly<{ titre: string; liens: readonly Lien[] }>;

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
      chapeau="Guides, supports et services en ligne. Ils s'ouvrent sur d'autres sites que Mon Compte Partenaire."
    >
      {groupes.length === 0 && <EtatVide icone="lien" titre="Votre Caf n'a pas encore publié de document." />}
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

/** Links with what they are and whose they are. */
export function ListeDeLiens({ liens }: Readonly<{ liens: readonly Lien[] }>) {
  return (
    <ul className="liste-liens">
      {liens.map((lien) => (
        <li key={lien.id}>
          <a href={lien.url} rel="noreferrer">
            {lien.libelle}
            <Icone nom="lien" taille={16} />
            <span className="hors-ecran"> (autre site)</span>
          </a>{' '}
          {!lien.national && <Etiquette ton="information">Votre Caf</Etiquette>}
          {lien.description && <p className="discret petit">{lien.description}</p>}
        </li>
      ))}
    </ul>
  );
}
