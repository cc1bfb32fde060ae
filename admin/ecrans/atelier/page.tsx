import { useEffect, useState, type ComponentType } from 'react';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable } from '#admin/ui/page.tsx';

type Ecrans = Readonly<Record<string, ComponentType>>;

/** The screens of the workshop of rules come with the first one opened, never with the back-office itself. */
export function Atelier({ nom }: { nom: string }) {
  const [ecrans, setEcrans] = useState<Ecrans | 'attente' | 'echec'>('attente');
  useEffect(() => {
    let encore = true;
    import('#admin/ecrans/atelier/entree.ts').then(
      ({ ECRANS }) => encore && setEcrans(ECRANS),
      () => encore && setEcrans('echec'),
    );
    return () => {
      encore = false;
    };
  }, []);
  if (ecrans === 'attente') return <Attente />;
  if (ecrans === 'echec') {
    return (
      <div className="avis avis--erreur" role="alert">
        <Icone nom="alerte" />
        <p>
          L’atelier des règles n’a pas pu être chargé : le serveur ne répond pas.{' '}
          {/* A browser may remember that a module did not load: only the whole page asks for it again. */}
          <button type="button" className="bouton" onClick={() => window.location.reload()}>
            Réessayer
          </button>
        </p>
      </div>
    );
  }
  const Ecran = ecrans[nom];
  return Ecran ? <Ecran /> : <Introuvable cle={nom} />;
}
