import { Etiquette } from '#src/portal/composants/elements.tsx';
import { Icone } from '#src/portal/composants/icones.tsx';

export type Lien = Readonly<{
  id: string;
  libelle: string;
  description: string | null;
  url: string;
  national: boolean;
}>;

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
